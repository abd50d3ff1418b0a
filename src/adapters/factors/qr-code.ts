import { styleText } from 'node:util';
import type { Secret } from '../../domain/secret.js';

// Level M survives a scratched screen; the quiet zone is what ISO/IEC 18004 asks for.
const options = { errorCorrectionLevel: 'M', margin: 4 } as const;
const pixelsPerModule = 6;

// Loaded with the first picture: few requests want one, and it is 8 MB of memory.
const drawer = async () => (await import('qrcode')).default;

/** An otpauth URI as a picture for a phone, drawn here: a seed is never shown to a picture service. */
export const qrCode = {
  /** An SVG document. */
  svg: async (uri: Secret): Promise<string> => (await drawer()).toString(uri.reveal(), { ...options, type: 'svg' }),
  /** A PNG as data URI. */
  png: async (uri: Secret): Promise<string> =>
    (await drawer()).toDataURL(uri.reveal(), { ...options, scale: pixelsPerModule }),
  /** For a terminal of any colours, in half blocks, black on white: most readers want it that way round. */
  async terminal(uri: Secret): Promise<string> {
    const lines = (await (await drawer()).toString(uri.reveal(), { ...options, type: 'utf8' })).split('\n');
    return lines.map((line) => styleText(['black', 'bgWhiteBright'], line, { validateStream: false })).join('\n');
  },
};
