import type { BrowserContext, ConsoleMessage } from '@playwright/test';
import type { Server } from './server';

/** Collects everything that must not happen while a test runs. */
export class Watch {
  private readonly problems: string[] = [];
  private readonly allowed: RegExp[] = [];
  private readonly logs: [Server, number][] = [];

  /** Console errors that this test provokes, such as the browser's line for a request that is refused. */
  allow(...patterns: RegExp[]): void {
    this.allowed.push(...patterns);
  }

  /** The browser's line for an answer with this status, which a test expects. */
  allowStatus(...statuses: number[]): void {
    this.allow(...statuses.map((status) => new RegExp(`status of ${status}\\b`)));
  }

  async context(context: BrowserContext): Promise<void> {
    await context.exposeBinding('__violation', (_source, what: string) => {
      this.problems.push(`content security policy: ${what}`);
    });
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report = (window as unknown as { __violation: (what: string) => void }).__violation;
        report(`${event.violatedDirective} blocked ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`);
      });
    });
    context.on('weberror', (error) => {
      this.problems.push(`page error: ${error.error().stack ?? error.error().message}`);
    });
    context.on('console', (message) => this.console(message));
    context.on('page', (page) => page.on('crash', () => this.problems.push(`page crashed: ${page.url()}`)));
  }

  private console(message: ConsoleMessage): void {
    const text = message.text();
    const bad = message.type() === 'error' || /Content.Security.Policy|hydrat|panicked/i.test(text);
    if (bad) {
      this.problems.push(`console ${message.type()}: ${text} (${message.location().url})`);
    }
  }

  /** From now on its log must be free of panics and errors. */
  server(server: Server): void {
    this.logs.push([server, server.log.length]);
  }

  verdict(): string[] {
    const logged = this.logs.flatMap(([server, from]) =>
      server.log
        .slice(from)
        .split('\n')
        .filter((line) => /panicked| ERROR /.test(line))
        .map((line) => `server: ${line}`),
    );
    return [...this.problems, ...logged].filter((problem) => !this.allowed.some((pattern) => pattern.test(problem)));
  }
}
