import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	JsonObject,
} from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

type Context = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions;

/** What the API is asked. */
export interface Call {
	method: IHttpRequestMethods;
	/** Below `/api/v2`, such as `/contacts/5`. */
	path: string;
	query?: IDataObject;
	body?: IDataObject | FormData;
	/** With it a repeated call gives the first answer, and nothing happens twice. */
	idempotencyKey?: string;
}

/** The API's answer: its envelope. */
export interface Envelope {
	data: IDataObject | IDataObject[] | null;
	meta: { pagination?: { next_cursor?: string | null } };
}

/** The most that a page of a list holds. */
const PAGE = 100;

/** Calls the API. A refusal becomes the error that n8n shows, with the API's own words. */
export async function call(context: Context, wanted: Call): Promise<Envelope> {
	const credentials = await context.getCredentials('raslApi');
	const options: IHttpRequestOptions = {
		method: wanted.method,
		url: String(credentials.baseUrl).replace(/\/+$/, '') + '/api/v2' + wanted.path,
		qs: wanted.query,
		body: wanted.body,
		json: true,
		headers: wanted.idempotencyKey ? { 'Idempotency-Key': wanted.idempotencyKey } : {},
	};
	try {
		return (await context.helpers.httpRequestWithAuthentication.call(
			context,
			'raslApi',
			options,
		)) as Envelope;
	} catch (error) {
		throw new NodeApiError(context.getNode(), error as JsonObject, words(error));
	}
}

/** Reads a list from its beginning, by cursor, up to a number of entries. */
export async function list(
	context: Context,
	path: string,
	query: IDataObject,
	most: number,
): Promise<IDataObject[]> {
	const all: IDataObject[] = [];
	let cursor: string | null | undefined;
	do {
		const page: Envelope = await call(context, {
			method: 'GET',
			path,
			query: {
				...query,
				per_page: Math.min(PAGE, most - all.length),
				...(cursor ? { cursor } : {}),
			},
		});
		all.push(...((page.data ?? []) as IDataObject[]));
		cursor = page.meta.pagination?.next_cursor;
	} while (cursor && all.length < most);
	return all.slice(0, most);
}

interface Refused {
	status?: number;
	response?: { status?: number; data?: unknown };
	httpCode?: string;
	context?: { data?: unknown };
}

/** The API's message, and beneath it what is wrong with which field. */
function words(error: unknown): { message?: string; description?: string; httpCode?: string } {
	const refused = error as Refused;
	const body = (refused.response?.data ?? refused.context?.data) as
		| { error?: { code?: string; message?: string; details?: IDataObject } }
		| undefined;
	if (!body?.error) {
		return {};
	}
	const faults = Object.entries((body.error.details?.errors ?? {}) as Record<string, unknown>);
	return {
		message: body.error.message,
		description: [
			...faults.map(([field, texts]) => `${field}: ${[texts].flat().join(' ')}`),
			`(${body.error.code})`,
		].join('\n'),
		httpCode: String(refused.response?.status ?? refused.status ?? refused.httpCode ?? ''),
	};
}
