import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { call, list, type Call } from '../shared/api';

/** What an operation does for one item: its answer, one record or several. */
export type Operation = (
	context: IExecuteFunctions,
	item: number,
) => Promise<IDataObject | IDataObject[]>;

/** A page of everything that exists is no page: this many, unless all are asked for. */
const ALL = Number.MAX_SAFE_INTEGER;

/** The operations by resource and name, as the node's description offers them. */
export const operations: Record<string, Record<string, Operation>> = {
	message: {
		sendText: send('/messages/text', (context, item) => ({
			message: text(context, 'message', item),
		})),
		sendTemplate: send('/messages/template', (context, item) => {
			const [name, language] = text(context, 'template', item).split('|');
			const fields = context.getNodeParameter('templateFields', item) as {
				value?: IDataObject | null;
			};
			return { template_name: name, language, ...given(fields.value ?? {}) };
		}),
		sendMedia: sendMedia,
		sendButtons: send('/messages/interactive', (context, item) => ({
			type: 'button',
			body_text: text(context, 'bodyText', item),
			buttons: entries(context, 'buttons', 'button', item),
			...given(context.getNodeParameter('texts', item, {}) as IDataObject),
		})),
		sendList: send('/messages/interactive', (context, item) => ({
			type: 'list',
			body_text: text(context, 'bodyText', item),
			list_button_text: text(context, 'listButtonText', item),
			sections: [
				{ title: text(context, 'sectionTitle', item), rows: entries(context, 'rows', 'row', item) },
			],
			...given(context.getNodeParameter('texts', item, {}) as IDataObject),
		})),
		get: get('/messages/', 'messageId'),
		getAll: getAll('/messages'),
	},
	contact: {
		create: post('/contacts', (context, item) => ({
			firstname: text(context, 'firstname', item),
			lastname: text(context, 'lastname', item),
			phone: text(context, 'phone', item),
			type: text(context, 'type', item),
			source_id: context.getNodeParameter('sourceId', item) as number,
			status_id: context.getNodeParameter('statusId', item) as number,
			...given(context.getNodeParameter('fields', item, {}) as IDataObject),
		})),
		update: async (context, item) =>
			one(context, {
				method: 'PATCH',
				path: '/contacts/' + id(context, 'contactId', item),
				body: given(context.getNodeParameter('changes', item, {}) as IDataObject),
			}),
		delete: async (context, item) => {
			const contact = id(context, 'contactId', item);
			await call(context, { method: 'DELETE', path: '/contacts/' + contact });
			return { id: Number(contact), deleted: true };
		},
		get: get('/contacts/', 'contactId'),
		getAll: getAll('/contacts'),
	},
	code: {
		send: post('/auth/send-otp', (context, item) => {
			const [name, language] = text(context, 'codeTemplate', item).split('|');
			return {
				phone: text(context, 'phone', item),
				template_name: name,
				language,
				...given(context.getNodeParameter('codeOptions', item, {}) as IDataObject),
			};
		}),
		verify: post('/auth/verify', (context, item) => ({
			phone: text(context, 'phone', item),
			code: text(context, 'code', item),
			...purpose(context, item),
		})),
		resend: post('/auth/resend', (context, item) => {
			const [name, language] = text(context, 'codeTemplate', item).split('|');
			return {
				phone: text(context, 'phone', item),
				template_name: name,
				language,
				...purpose(context, item),
			};
		}),
		status: post('/auth/status', (context, item) => ({
			phone: text(context, 'phone', item),
			...purpose(context, item),
		})),
	},
	group: {
		addContacts: async (context, item) =>
			one(context, {
				method: 'POST',
				path: `/groups/${id(context, 'groupId', item)}/contacts`,
				body: { contact_ids: numbers(context, 'contactIds', item) },
				idempotencyKey: key(context, item),
			}),
		removeContacts: async (context, item) =>
			one(context, {
				method: 'DELETE',
				path: `/groups/${id(context, 'groupId', item)}/contacts`,
				body: { contact_ids: numbers(context, 'contactIds', item) },
			}),
		getAll: getAll('/groups'),
	},
	template: {
		sync: async (context, item) =>
			one(context, { method: 'POST', path: '/templates/sync', idempotencyKey: key(context, item) }),
		getAll: getAll('/templates'),
	},
};

function send(
	path: string,
	body: (context: IExecuteFunctions, item: number) => IDataObject,
): Operation {
	return post(path, (context, item) => ({
		phone: text(context, 'phone', item),
		...body(context, item),
		...given(context.getNodeParameter('sendOptions', item, {}) as IDataObject),
	}));
}

function post(
	path: string,
	body: (context: IExecuteFunctions, item: number) => IDataObject,
): Operation {
	return async (context, item) =>
		one(context, {
			method: 'POST',
			path,
			body: body(context, item),
			idempotencyKey: key(context, item),
		});
}

/** A file goes by its URL, or from the item's binary data as a form. */
async function sendMedia(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const fields: IDataObject = {
		phone: text(context, 'phone', item),
		media_type: text(context, 'mediaType', item),
		...given(context.getNodeParameter('media', item, {}) as IDataObject),
		...given(context.getNodeParameter('sendOptions', item, {}) as IDataObject),
	};
	const wanted = {
		method: 'POST',
		path: '/messages/media',
		idempotencyKey: key(context, item),
	} as const;
	if (context.getNodeParameter('mediaFrom', item) === 'url') {
		return await one(context, {
			...wanted,
			body: { ...fields, media_url: text(context, 'mediaUrl', item) },
		});
	}
	const property = text(context, 'binaryProperty', item);
	const binary = context.helpers.assertBinaryData(item, property);
	const bytes = await context.helpers.getBinaryDataBuffer(item, property);
	const form = new FormData();
	Object.entries(fields).forEach(([name, value]) => form.append(name, String(value)));
	form.append(
		'media_file',
		new Blob([new Uint8Array(bytes)], { type: binary.mimeType }),
		binary.fileName ?? 'file',
	);
	return await one(context, { ...wanted, body: form });
}

function get(path: string, parameter: string): Operation {
	return async (context, item) =>
		one(context, { method: 'GET', path: path + id(context, parameter, item) });
}

function getAll(path: string): Operation {
	return async (context, item) => {
		const most = context.getNodeParameter('returnAll', item)
			? ALL
			: (context.getNodeParameter('limit', item) as number);
		const options = context.getNodeParameter('listOptions', item, {}) as {
			search?: string;
			sort?: string;
			filters?: { filter?: Array<{ field: string; operator: string; value: string }> };
		};
		const query: IDataObject = given({ search: options.search, sort: options.sort });
		for (const { field, operator, value } of options.filters?.filter ?? []) {
			query[operator === 'eq' ? `filter[${field}]` : `filter[${field}][${operator}]`] = value;
		}
		return await list(context, path, query, most);
	};
}

async function one(context: IExecuteFunctions, wanted: Call): Promise<IDataObject> {
	const { data } = await call(context, wanted);
	return (data ?? {}) as IDataObject;
}

/**
 * The same for each repetition of this step ("Retry On Fail"), another for each item and each turn of
 * a loop: a message whose answer was lost does not go twice.
 */
function key(context: IExecuteFunctions, item: number): string {
	const turn = String(context.evaluateExpression('{{ $runIndex }}', item) ?? 0);
	return ['n8n', context.getExecutionId(), context.getNode().id, turn, item]
		.join('-')
		.slice(0, 255);
}

function text(context: IExecuteFunctions, name: string, item: number): string {
	return String(context.getNodeParameter(name, item, '') ?? '');
}

/** An id as a part of a path. */
function id(context: IExecuteFunctions, name: string, item: number): string {
	return encodeURIComponent(text(context, name, item).trim());
}

/** Numbers as a comma list, or as a list. */
function numbers(context: IExecuteFunctions, name: string, item: number): number[] {
	const value = context.getNodeParameter(name, item);
	return (Array.isArray(value) ? value : String(value).split(','))
		.map((each) => String(each).trim())
		.filter((each) => each !== '')
		.map(Number);
}

function entries(
	context: IExecuteFunctions,
	name: string,
	entry: string,
	item: number,
): IDataObject[] {
	const value = context.getNodeParameter(name, item, {}) as Record<string, IDataObject[]>;
	return (value[entry] ?? []).map(given);
}

function purpose(context: IExecuteFunctions, item: number): IDataObject {
	return given({ purpose: text(context, 'purpose', item) });
}

/** Without what was left empty. */
function given(fields: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(fields).filter(
			([, value]) => value !== '' && value !== null && value !== undefined,
		),
	);
}
