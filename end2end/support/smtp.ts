import { type Server as NetServer, type Socket, createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** A mail server on this machine that takes everything and keeps it. */
export class MailServer {
  readonly mails: string[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: NetServer,
    readonly port: number,
  ) {}

  static start(): Promise<MailServer> {
    return new Promise((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        if (!address || typeof address === 'string') return reject(new Error('no port'));
        const mail = new MailServer(server, address.port);
        server.on('connection', (socket) => mail.talk(socket));
        resolve(mail);
      });
    });
  }

  private talk(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
    let data: string[] | undefined;
    socket.write('220 fake\r\n');
    createInterface({ input: socket }).on('line', (line) => {
      if (data) {
        if (line !== '.') return void data.push(line);
        this.mails.push(data.join('\n'));
        data = undefined;
        return void socket.write('250 taken\r\n');
      }
      if (line.startsWith('DATA')) {
        data = [];
        return void socket.write('354 go on\r\n');
      }
      socket.write(line.startsWith('QUIT') ? '221 bye\r\n' : '250 fine\r\n');
    });
  }

  /** The link in the latest mail to an address, once it is there. */
  async link(to: string): Promise<string> {
    for (let tries = 0; tries < 100; tries += 1) {
      const mail = this.mails.findLast((mail) => mail.includes(`To: ${to}`));
      // Long lines are folded for the way.
      const found = mail && /https?:\/\/\S+\/recover\?link=[\w-]+/.exec(mail.replaceAll('=\n', '').replaceAll('=3D', '='));
      if (found) return found[0];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no link for ${to} in:\n${this.mails.join('\n---\n')}`);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
