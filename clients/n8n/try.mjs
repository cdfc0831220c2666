// What ./try runs: a Rasl and an n8n of their own, on data that is deleted afterwards.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const cache = process.argv[2];
const work = mkdtempSync(join(tmpdir(), 'rasl-n8n-'));
const children = [];

try {
	await main();
	console.log('Both workflows answered.');
} catch (error) {
	console.error(error.message);
	console.error(`The logs are kept: ${work}/rasl.log and ${work}/n8n.log`);
	process.exitCode = 1;
} finally {
	await stop();
	if (!process.exitCode) rmSync(work, { recursive: true, force: true });
}

async function main() {
	const rasl = await startRasl();
	const n8n = await startN8n();
	console.log(`Rasl answers at ${rasl.url}, n8n at ${n8n.url}.`);

	const key = 'a key that only Rasl and this workflow know';
	const plain = readWorkflow(join(root, 'docs', 'n8n', 'answer-a-message.json'));
	await n8n.credential(
		'Rasl token',
		'httpHeaderAuth',
		{ name: 'Authorization', value: `Bearer ${rasl.token}` },
		plain,
	);
	await n8n.credential(
		'Key of the webhook',
		'httpHeaderAuth',
		{ name: 'X-Rasl-Key', value: key },
		plain,
	);
	setUrl(plain, rasl.url);
	const plainId = await n8n.activate(plain);
	const endpoint = await rasl.call('POST', '/webhooks', {
		url: `${n8n.url}/webhook/rasl`,
		event_types: ['message.received'],
		headers: { 'X-Rasl-Key': key },
	});
	await answered(rasl, '966550000101', 'Hello, plain nodes', 'You wrote: Hello, plain nodes');
	console.log('1. Webhook, If and HTTP Request: answered.');
	const refused = await fetch(`${n8n.url}/webhook/rasl`, { method: 'POST', body: '{}' });
	expect(
		refused.status === 403 || refused.status === 401,
		`a call without the key was answered ${refused.status}`,
	);
	await n8n.deactivate(plainId);
	await rasl.call('DELETE', `/webhooks/${endpoint.id}`);

	const ours = readWorkflow(join(here, 'test', 'answer-with-our-nodes.json'));
	await n8n.credential('Rasl', 'raslApi', { baseUrl: rasl.url, token: rasl.token }, ours);
	const oursId = await n8n.activate(ours);
	const [made] = await rasl.call('GET', '/webhooks');
	expect(made?.url.startsWith(n8n.url), 'the trigger registered no endpoint');
	await answered(rasl, '966550000102', 'Hello, Rasl nodes', 'You wrote: Hello, Rasl nodes');
	console.log('2. Rasl Trigger and Rasl: answered.');
	const forged = await fetch(made.url, {
		method: 'POST',
		body: '{}',
		headers: { 'Content-Type': 'application/json' },
	});
	expect(forged.status === 401, `a delivery without signature was answered ${forged.status}`);
	await n8n.deactivate(oursId);
	const left = await rasl.call('GET', '/webhooks');
	expect(left.length === 0, 'the trigger left its endpoint');
	console.log('3. The trigger refused a forged delivery and removed its endpoint.');
}

/** A customer writes; what the workflow sends back arrives in the simulator. */
async function answered(rasl, from, text, answer) {
	await rasl.control('/control/inbound', { from, name: 'Sara', text });
	await until(60, `no answer "${answer}" to ${from}`, async () => {
		const outbox = await (await fetch(`${rasl.simulator}/control/outbox?to=${from}`)).json();
		return JSON.stringify(outbox).includes(answer);
	});
}

async function startRasl() {
	const [port, simulatorPort] = [await freePort(), await freePort()];
	const log = join(work, 'rasl.log');
	run(join(root, 'rasl'), ['start'], log, {
		RASL_DATA_DIR: join(work, 'rasl'),
		RASL_PORT: String(port),
		RASL_SIMULATOR_PORT: String(simulatorPort),
		RASL_OUTGOING_ALLOW: '127.0.0.1',
	});
	await until(600, 'Rasl did not start', () => read(log).includes('Stop with Ctrl-C.'));
	const token = read(log).match(/^ {2}(rasl_\w{46})$/m)[1];
	const url = `http://127.0.0.1:${port}`;
	return {
		url,
		simulator: `http://127.0.0.1:${simulatorPort}`,
		token,
		call: async (method, path, body) =>
			(await json(`${url}/api/v2${path}`, method, body, { Authorization: `Bearer ${token}` })).data,
		control: (path, body) => json(`http://127.0.0.1:${simulatorPort}${path}`, 'POST', body),
	};
}

async function startN8n() {
	const port = await freePort();
	const folder = join(work, 'n8n');
	const nodes = join(folder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-rasl');
	mkdirSync(nodes, { recursive: true });
	cpSync(join(here, 'package.json'), join(nodes, 'package.json'));
	cpSync(join(here, 'dist'), join(nodes, 'dist'), { recursive: true });
	const url = `http://127.0.0.1:${port}`;
	run(
		process.execPath,
		[join(cache, 'node_modules', 'n8n', 'bin', 'n8n'), 'start'],
		join(work, 'n8n.log'),
		{
			N8N_USER_FOLDER: folder,
			N8N_PORT: String(port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			WEBHOOK_URL: url,
			N8N_SECURE_COOKIE: 'false',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			GENERIC_TIMEZONE: 'UTC',
		},
	);
	// It is healthy before its own calls are there, and answers them with a page until then.
	await until(300, 'n8n did not start', async () => (await (await fetch(`${url}/rest/settings`)).json()).data);
	const setup = await fetch(`${url}/rest/owner/setup`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({
			email: 'owner@example.com',
			firstName: 'A',
			lastName: 'B',
			password: 'Passw0rd-for-a-try',
		}),
	});
	expect(setup.ok, `n8n made no owner: ${await setup.text()}`);
	const headers = { Cookie: setup.headers.getSetCookie()[0].split(';')[0] };
	const rest = (method, path, body) =>
		json(`${url}/rest${path}`, method, body, headers).then((answer) => answer.data);
	return {
		url,
		/** Makes a credential and gives it to the workflow's nodes that name it. */
		credential: async (name, type, data, workflow) => {
			const { id } = await rest('POST', '/credentials', { name, type, data });
			for (const node of workflow.nodes) {
				if (node.credentials?.[type]?.name === name) node.credentials[type].id = id;
			}
		},
		activate: async (workflow) => {
			const { id, versionId } = await rest('POST', '/workflows', { ...workflow, active: false });
			await rest('POST', `/workflows/${id}/activate`, { versionId });
			return id;
		},
		deactivate: (id) => rest('POST', `/workflows/${id}/deactivate`, {}),
	};
}

function readWorkflow(file) {
	return JSON.parse(readFileSync(file, 'utf8'));
}

/** The workflow of the documentation names a server that a reader replaces by his own. */
function setUrl(workflow, url) {
	for (const node of workflow.nodes) {
		if (node.parameters?.url)
			node.parameters.url = node.parameters.url.replace('http://localhost:8080', url);
	}
}

function run(program, options, log, environment) {
	const out = openSync(log, 'w');
	children.push(
		spawn(program, options, {
			stdio: ['ignore', out, out],
			env: { ...process.env, ...environment },
		}),
	);
}

async function stop() {
	for (const child of children) child.kill('SIGTERM');
	await Promise.all(
		children.map((child) => child.exitCode ?? new Promise((done) => child.once('exit', done))),
	);
}

async function json(url, method, body, headers = {}) {
	const answer = await fetch(url, {
		method,
		headers: { 'Content-Type': 'application/json', ...headers },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const text = await answer.text();
	expect(answer.ok, `${method} ${url} was answered ${answer.status}: ${text}`);
	return text ? JSON.parse(text) : {};
}

async function until(seconds, otherwise, holds) {
	for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(300)) {
		try {
			if (await holds()) return;
		} catch {
			// Not there yet.
		}
		expect(
			children.every((child) => child.exitCode === null),
			`${otherwise}: a server ended`,
		);
	}
	throw new Error(otherwise);
}

function freePort() {
	return new Promise((done, failed) => {
		const server = createServer();
		server.once('error', failed);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => done(port));
		});
	});
}

function read(file) {
	return readFileSync(file, 'utf8');
}

function expect(holds, otherwise) {
	if (!holds) throw new Error(otherwise);
}
