const assert = require('node:assert');
const test = require('node:test');
const { isSigned } = require('../dist/nodes/shared/signature.js');

// A vector of https://github.com/standard-webhooks/standard-webhooks (its libraries' tests).
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const headers = {
	'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
	'webhook-timestamp': '1614265330',
	'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const body = Buffer.from('{"test": 2432232314}');
const now = 1614265330;

test('takes what was signed', () => {
	assert.ok(isSigned(headers, body, secret, now));
});

test('takes one of several signatures', () => {
	const both = {
		...headers,
		'webhook-signature': `v1,${'A'.repeat(43)}= ${headers['webhook-signature']}`,
	};
	assert.ok(isSigned(both, body, secret, now));
});

for (const [what, change] of Object.entries({
	'another body': { body: Buffer.from('{"test":2432232314}') },
	'another secret': { secret: 'whsec_' + Buffer.alloc(24, 1).toString('base64') },
	'an old delivery': { now: now + 301 },
	'one from the future': { now: now - 301 },
	'another id': { headers: { ...headers, 'webhook-id': 'msg_other' } },
	'no signature': { headers: { ...headers, 'webhook-signature': undefined } },
	'another version': {
		headers: {
			...headers,
			'webhook-signature': headers['webhook-signature'].replace('v1,', 'v1a,'),
		},
	},
	'half a signature': { headers: { ...headers, 'webhook-signature': 'v1,g0hM9SsE' } },
	'a time that is none': { headers: { ...headers, 'webhook-timestamp': 'now' } },
})) {
	test(`refuses ${what}`, () => {
		const given = { headers, body, secret, now, ...change };
		assert.ok(!isSigned(given.headers, given.body, given.secret, given.now));
	});
}
