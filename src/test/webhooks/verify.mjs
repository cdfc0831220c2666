// Verifies a delivery by both libraries; prints a line for each.
import { readFileSync } from 'node:fs';
import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';

const { secret, headers } = JSON.parse(process.argv[2]);
const body = readFileSync(0, 'utf8');
for (const [name, Webhook] of Object.entries({ standardwebhooks: Standard, svix: Svix })) {
  try {
    new Webhook(secret).verify(body, headers);
    console.log(`${name} true`);
  } catch (error) {
    console.log(`${name} false`);
  }
}
