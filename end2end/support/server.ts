import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

export const ROLES = ['owner', 'admin', 'analyst', 'executive', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

export interface Person {
  email: string;
  name: string;
  role: Role;
  password: string;
}

export const ORGANIZATION = 'Northwind Grid';

export const PEOPLE: Record<Role, Person> = Object.fromEntries(
  (
    [
      ['owner', 'Mira Sol'],
      ['admin', 'Ada Brook'],
      ['analyst', 'Noor Vale'],
      ['executive', 'Ines Hart'],
      ['auditor', 'Theo Lund'],
    ] as const
  ).map(([role, name]) => [
    role,
    { role, name, email: `${role}@northwind.example`, password: `quiet harbour lantern ${role} 9` },
  ]),
) as Record<Role, Person>;

function required(name: string, what: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: it names ${what}. \`cargo xtask test\` builds both and sets it.`);
  }
  return value;
}

interface Outcome {
  code: number | null;
  output: string;
}

/** Runs a verb to its end, with `input` on standard input. */
function run(args: string[], input = ''): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(required('CAULDRON_BIN', 'the cauldron binary to test'), args);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.end(input);
  });
}

/** A running Cauldron with a data folder of its own. */
export class Server {
  log = '';
  private made = 0;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly dataDir: string,
    /** The one-time link that it printed. */
    readonly link: string,
  ) {}

  /** Starts one on an empty data folder. */
  static start(): Promise<Server> {
    const binary = required('CAULDRON_BIN', 'the cauldron binary to test');
    const site = required('CAULDRON_SITE_DIR', 'the folder with the built scripts and styles');
    // Made by Cauldron itself, which as root opens it to the account that Postgres runs as.
    const dataDir = `/tmp/cauldron-e2e-${process.pid}-${randomBytes(4).toString('hex')}`;
    const child = spawn(binary, ['serve', '--data-dir', dataDir, '--port', '0'], {
      // The mail server of a test is on this machine.
      env: { ...process.env, CAULDRON_SITE_DIR: site, CAULDRON_OUTBOUND__ALLOW: '["127.0.0.0/8"]', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // A test runner that dies must not leave a server behind.
    process.once('exit', () => child.kill('SIGTERM'));
    return new Promise((resolve, reject) => {
      let log = '';
      let url = '';
      let server: Server | undefined;
      const keep = (line: string) => {
        log += `${line}\n`;
        if (server) server.log += `${line}\n`;
      };
      createInterface({ input: child.stderr! }).on('line', keep);
      createInterface({ input: child.stdout! }).on('line', (line) => {
        keep(line);
        url = /^Cauldron is at (http:\S+)/.exec(line)?.[1] ?? url;
        const link = /^\s+(http:\S+\/set-up\?link=\S+)/.exec(line)?.[1];
        if (link && url) {
          server = new Server(child, url, dataDir, link);
          server.log = log;
          resolve(server);
        }
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`cauldron serve ended with ${code} before it was ready:\n${log}`)));
    });
  }

  /** Sets it up with the owner, as the form does without a script. */
  async setUp(): Promise<void> {
    const owner = PEOPLE.owner;
    const response = await fetch(`${this.url}/api/admin/set_up`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        link: new URL(this.link).searchParams.get('link') ?? '',
        organization_name: ORGANIZATION,
        time_zone: 'Europe/Berlin',
        display_name: owner.name,
        email: owner.email,
        password: owner.password,
      }),
    });
    if (response.status >= 400) {
      throw new Error(`Set-up answered ${response.status}: ${await response.text()}`);
    }
  }

  /** Creates one person of every role but the owner, who exists. */
  async createPeople(): Promise<void> {
    for (const role of ROLES.filter((role) => role !== 'owner')) {
      await this.create(PEOPLE[role]);
    }
  }

  /** Somebody of their own, for a test that changes what is theirs. */
  async createPerson(role: Role, name = 'Sam Reed'): Promise<Person> {
    this.made += 1;
    const person = { ...PEOPLE[role], name, email: `${role}-${this.made}@northwind.example` };
    await this.create(person);
    return person;
  }

  private async create(person: Person): Promise<void> {
    const { email, name, role, password } = person;
    await this.admin(['create-user', '--email', email, '--name', name, '--role', role, '--password-stdin'], password);
  }

  /** Another organization that somebody belongs to besides theirs; answers its name. There is no form for it yet. */
  async createOrganization(person: Person, name = 'Harbour Works'): Promise<string> {
    this.made += 1;
    const slug = `${name.toLowerCase().replaceAll(' ', '-')}-${this.made}`;
    await this.sql(`
      with organization as (
        insert into core.organizations (id, slug, name, time_zone)
        values (gen_random_uuid(), '${slug}', '${name}', 'Europe/Lisbon') returning id
      )
      insert into core.memberships (organization_id, user_id, role)
      select organization.id, users.id, '${person.role}' from organization, core.users where email = '${person.email}'`);
    return name;
  }

  /** Statements as the superuser of its database, for what no form or verb can do. */
  async sql(statements: string): Promise<void> {
    const read = (file: string) => readFile(join(this.dataDir, file), 'utf8');
    const { socket_dir, port } = JSON.parse(await read('connection.json')) as { socket_dir: string; port: number };
    const { superuser } = JSON.parse(await read('secrets.json')) as { superuser: string };
    // PostgreSQL notes how it was started, and its client stands beside it.
    const psql = join(dirname((await read('pgdata/postmaster.opts')).split(' ')[0]), 'psql');
    const where = ['-h', socket_dir, '-p', String(port), '-U', 'cauldron_superuser', '-d', 'cauldron'];
    await promisify(execFile)(psql, ['-X', '-q', '-v', 'ON_ERROR_STOP=1', ...where, '-c', statements], {
      env: { ...process.env, PGPASSWORD: superuser },
    });
  }

  /** `cauldron admin …` in this data folder. */
  async admin(args: string[], input = ''): Promise<string> {
    const { code, output } = await run(['admin', ...args, '--data-dir', this.dataDir], input);
    if (code !== 0) {
      throw new Error(`cauldron admin ${args[0]} ended with ${code}: ${output}`);
    }
    return output;
  }

  /** Stops it as an operator would, and removes its folder. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGTERM');
      const killing = setTimeout(() => this.child.kill('SIGKILL'), 20_000);
      await ended;
      clearTimeout(killing);
    }
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
