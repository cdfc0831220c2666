import { createHmac, timingSafeEqual } from 'crypto';

/** How far the clocks of the two servers may differ, in seconds (Standard Webhooks). */
const TOLERANCE = 300;

/** The headers that a delivery is signed with, as Node gives them. */
export type Headers = Record<string, string | string[] | undefined>;

/**
 * Whether a delivery comes from the server that knows the secret, unchanged and just now: the
 * signature of Standard Webhooks over the bytes as they came, never over parsed JSON.
 *
 * @param now in seconds since 1970
 */
export function isSigned(headers: Headers, body: Buffer, secret: string, now: number): boolean {
	const id = one(headers['webhook-id']);
	const timestamp = one(headers['webhook-timestamp']);
	const signatures = one(headers['webhook-signature']);
	if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > TOLERANCE) {
		return false;
	}
	const mac = createHmac('sha256', keyOf(secret))
		.update(`${id}.${timestamp}.`)
		.update(body)
		.digest();
	// While a secret is exchanged there is one signature by each, with a blank between them.
	return signatures
		.split(' ')
		.filter((signature) => signature.startsWith('v1,'))
		.map((signature) => Buffer.from(signature.slice(3), 'base64'))
		.some((given) => given.length === mac.length && timingSafeEqual(given, mac));
}

/** The key is what the text encodes after `whsec_`; of another text its bytes. */
function keyOf(secret: string): Buffer {
	return secret.startsWith('whsec_')
		? Buffer.from(secret.slice('whsec_'.length), 'base64')
		: Buffer.from(secret, 'utf8');
}

function one(value: string | string[] | undefined): string {
	return typeof value === 'string' ? value : '';
}
