import type {
	IDataObject,
	IHookFunctions,
	ILoadOptionsFunctions,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeApiError, NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import { call } from '../shared/api';
import { isSigned } from '../shared/signature';

/** What is kept with the workflow: the endpoint that this node made, and what it signs with. */
interface Registered {
	endpointId?: number;
	secret?: string;
}

export class RaslTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Rasl Trigger',
		name: 'raslTrigger',
		icon: { light: 'file:../../icons/rasl.svg', dark: 'file:../../icons/rasl.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when a customer writes, or anything else happens in Rasl',
		defaults: { name: 'Rasl Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'raslApi', required: true }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		properties: [
			{
				displayName: 'Event Names or IDs',
				name: 'events',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getEventTypes' },
				required: true,
				default: ['message.received'],
				description:
					'What starts the workflow. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Collect for Seconds',
						name: 'buffer_seconds',
						type: 'number',
						typeOptions: { minValue: 1, maxValue: 60 },
						default: 5,
						description:
							'How long messages of one conversation are collected and come together: customers write in pieces',
					},
					{
						displayName: 'Filter',
						name: 'filter',
						type: 'json',
						default: '{}',
						placeholder: '{"data.resource.attributes.status_id": {"in": [3, 4]}}',
						description:
							'Conditions on paths of the event: only events that fit start the workflow',
					},
				],
			},
		],
	};

	methods = {
		loadOptions: {
			async getEventTypes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
				const { data } = await call(this, { method: 'GET', path: '/webhooks/event-types' });
				const types = (data as IDataObject[]).map(({ type }) => String(type));
				const families = [...new Set(types.map((type) => type.split('.')[0] + '.*'))];
				return ['*', ...families, ...types].map((type) => ({
					name: type === '*' ? 'Everything' : type,
					value: type,
				}));
			},
		},
	};

	webhookMethods = {
		default: {
			/** Whether the endpoint of before is still there and leads here; one that leads elsewhere is removed. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const registered = this.getWorkflowStaticData('node') as Registered;
				if (!registered.endpointId || !registered.secret) {
					return false;
				}
				const path = '/webhooks/' + registered.endpointId;
				try {
					const { data } = await call(this, { method: 'GET', path });
					if ((data as IDataObject).url === this.getNodeWebhookUrl('default')) {
						// What was changed in the node, or switched off by the server, holds from now on.
						await call(this, { method: 'PATCH', path, body: { ...wanted(this), enabled: true } });
						return true;
					}
					await call(this, { method: 'DELETE', path });
				} catch (error) {
					if (!isMissing(error)) {
						throw new NodeOperationError(this.getNode(), error as Error);
					}
				}
				delete registered.endpointId;
				delete registered.secret;
				return false;
			},

			async create(this: IHookFunctions): Promise<boolean> {
				const registered = this.getWorkflowStaticData('node') as Registered;
				const { data } = await call(this, {
					method: 'POST',
					path: '/webhooks',
					body: {
						url: this.getNodeWebhookUrl('default'),
						description: `n8n: ${this.getWorkflow().name ?? 'a workflow'}`.slice(0, 500),
						...wanted(this),
					},
				});
				const endpoint = data as IDataObject;
				registered.endpointId = endpoint.id as number;
				registered.secret = endpoint.secret as string;
				return true;
			},

			async delete(this: IHookFunctions): Promise<boolean> {
				const registered = this.getWorkflowStaticData('node') as Registered;
				if (registered.endpointId) {
					try {
						await call(this, { method: 'DELETE', path: '/webhooks/' + registered.endpointId });
					} catch (error) {
						if (!isMissing(error)) {
							return false;
						}
					}
				}
				delete registered.endpointId;
				delete registered.secret;
				return true;
			},
		},
	};

	/** Takes a delivery, if Rasl signed these very bytes just now. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { secret } = this.getWorkflowStaticData('node') as Registered;
		const request = this.getRequestObject();
		const body = request.rawBody;
		const now = Math.floor(Date.now() / 1000);
		if (!secret || !body || !isSigned(request.headers, body, secret, now)) {
			const response = this.getResponseObject();
			response.status(401).json({ message: 'The signature is missing or wrong' });
			return { noWebhookResponse: true };
		}
		return { workflowData: [[{ json: this.getBodyData() }]] };
	}
}

/** What the node's parameters ask of the endpoint. */
function wanted(context: IHookFunctions): IDataObject {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const filter = options.filter as IDataObject | string | undefined;
	return {
		event_types: context.getNodeParameter('events') as string[],
		buffer_seconds: options.buffer_seconds ?? null,
		filter: typeof filter === 'string' ? (JSON.parse(filter) as IDataObject) : (filter ?? null),
	};
}

function isMissing(error: unknown): boolean {
	return error instanceof NodeApiError && error.httpCode === '404';
}
