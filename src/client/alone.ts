/** Runs `work` while no other tab does, where the browser has locks; else the server's grace gives both the same tokens. */
export function alone<T>(session: string | undefined, work: () => Promise<T>): Promise<T> {
  const { locks } = (globalThis.navigator ?? {}) as { readonly locks?: Locks };
  return locks && session ? locks.request(`portcullis ${session}`, work) : work();
}
interface Locks {
  request<T>(name: string, work: () => Promise<T>): Promise<T>;
}
