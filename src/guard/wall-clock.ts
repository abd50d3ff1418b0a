/** The time as the machine has it. Guards run on servers of their own and share no clock with the service. */
export const wallClock = (): Date => new Date();
