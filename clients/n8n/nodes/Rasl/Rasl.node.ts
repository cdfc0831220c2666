import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import { loadOptions, resourceMapping } from './choices';
import { operations } from './operations';
import { codeProperties } from './resources/code';
import { contactProperties } from './resources/contact';
import { groupProperties } from './resources/group';
import { listProperties } from './resources/list';
import { messageProperties } from './resources/message';
import { templateProperties } from './resources/template';

export class Rasl implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Rasl',
		name: 'rasl',
		icon: { light: 'file:../../icons/rasl.svg', dark: 'file:../../icons/rasl.dark.svg' },
		group: ['output'],
		version: [1],
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send WhatsApp messages, templates and one-time codes, and keep contacts',
		defaults: { name: 'Rasl' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'raslApi', required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Contact', value: 'contact' },
					{ name: 'Group', value: 'group' },
					{ name: 'Message', value: 'message' },
					{ name: 'One-Time Code', value: 'code' },
					{ name: 'Template', value: 'template' },
				],
				default: 'message',
			},
			...messageProperties,
			...contactProperties,
			...codeProperties,
			...groupProperties,
			...templateProperties,
			...listProperties,
		],
	};

	methods = { loadOptions, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const results: INodeExecutionData[] = [];
		for (let item = 0; item < items.length; item++) {
			const resource = this.getNodeParameter('resource', item) as string;
			const operation = this.getNodeParameter('operation', item) as string;
			try {
				const answer = await operations[resource][operation](this, item);
				results.push(
					...[answer].flat().map((json: IDataObject) => ({ json, pairedItem: { item } })),
				);
			} catch (error) {
				if (!this.continueOnFail()) {
					throw new NodeOperationError(this.getNode(), error as Error, { itemIndex: item });
				}
				results.push({ json: { error: (error as Error).message }, error, pairedItem: { item } });
			}
		}
		return [results];
	}
}
