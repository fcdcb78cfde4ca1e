import { type Server as Listener, type Socket, connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A wire between browser and server that can be cut and mended. */
export class Wire {
  private readonly sockets = new Set<Socket>();
  private whole = true;

  private constructor(
    private readonly listener: Listener,
    readonly url: string,
  ) {}

  static async to(address: string): Promise<Wire> {
    const { port } = new URL(address);
    let wire: Wire | undefined;
    const listener = createServer((near) => {
      if (!wire?.whole) {
        near.destroy();
        return;
      }
      const far = connect(Number(port), '127.0.0.1');
      for (const socket of [near, far]) {
        wire.sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => {
          wire?.sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    wire = new Wire(listener, `http://localhost:${(listener.address() as AddressInfo).port}`);
    return wire;
  }

  cut(): void {
    this.whole = false;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.whole = true;
  }

  async remove(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.listener.close(resolve));
  }
}
