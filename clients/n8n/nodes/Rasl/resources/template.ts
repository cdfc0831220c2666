import type { INodeProperties } from 'n8n-workflow';

export const templateProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['template'] } },
		options: [
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Get many templates',
				action: 'Get many templates',
			},
			{
				name: 'Sync',
				value: 'sync',
				description: 'Take over the templates from WhatsApp',
				action: 'Sync templates',
			},
		],
		default: 'getAll',
	},
];
