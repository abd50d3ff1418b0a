import { expect } from 'chai';
import { isLasting } from '../../../src/adapters/node/lasting-folder.js';

const overlay = '1 0 0:50 / / rw,relatime - overlay overlay rw,lowerdir=/a';
const disk = '1 0 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw';
const volume = '2 1 8:1 /var/lib/docker/volumes/x/_data /data rw,relatime - ext4 /dev/sda1 rw';
const memory = '3 1 0:60 / /tmp rw,nosuid - tmpfs tmpfs rw';
const spaced = '4 1 8:1 /x /my\\040data rw - ext4 /dev/sda1 rw';

describe('A folder', () => {
  it('lasts where it is a volume of the container, or there is no container', () => {
    for (const [folder, ...mounts] of [
      ['/data', overlay, volume],
      ['/data/deeper', overlay, memory, volume],
      ['/my data/x', overlay, spaced],
      ['/srv/data', disk],
      ['/data', 'nonsense'],
      ['/data'],
    ] as const)
      expect(isLasting(folder, mounts.join('\n')), `${folder}: ${mounts.join()}`).to.equal(true);
  });

  it('does not where it is the layer of the container itself, or memory', () => {
    for (const [folder, ...mounts] of [
      ['/data', overlay],
      ['/database', overlay, volume],
      ['/tmp/data', overlay, memory],
      ['/tmp/data', disk, memory],
    ] as const)
      expect(isLasting(folder, mounts.join('\n')), `${folder}: ${mounts.join()}`).to.equal(false);
  });
});
