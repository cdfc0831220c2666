import type { INodeProperties } from 'n8n-workflow';
import { phone } from './common';

const resource = ['code'];

export const codeProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource } },
		options: [
			{
				name: 'Get Status',
				value: 'status',
				description: 'Get whether a code waits to be typed',
				action: 'Get the status of a code',
			},
			{
				name: 'Resend',
				value: 'resend',
				description: 'Send a new code in place of the old one',
				action: 'Resend a code',
			},
			{ name: 'Send', value: 'send', description: 'Send a one-time code', action: 'Send a code' },
			{
				name: 'Verify',
				value: 'verify',
				description: 'Check the code that the customer typed',
				action: 'Verify a code',
			},
		],
		default: 'send',
	},
	phone({ show: { resource } }),
	{
		displayName: 'Template Name or ID',
		name: 'codeTemplate',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getCodeTemplates' },
		required: true,
		default: '',
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		displayOptions: { show: { resource, operation: ['send', 'resend'] } },
	},
	{
		displayName: 'Code',
		name: 'code',
		type: 'string',
		required: true,
		default: '',
		description: 'What the customer typed',
		displayOptions: { show: { resource, operation: ['verify'] } },
	},
	{
		displayName: 'Options',
		name: 'codeOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: { resource, operation: ['send'] } },
		options: [
			{
				displayName: 'Code',
				name: 'code',
				type: 'string',
				default: '',
				description: '4 to 15 letters or digits; without it Rasl makes six digits',
			},
			{
				displayName: 'Expires After Minutes',
				name: 'expiry_minutes',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 60 },
				default: 10,
			},
			{
				displayName: 'Purpose',
				name: 'purpose',
				type: 'string',
				default: '',
				description: 'Codes of different purposes do not meet',
			},
		],
	},
	{
		displayName: 'Purpose',
		name: 'purpose',
		type: 'string',
		default: '',
		placeholder: 'authentication',
		description: 'The one that the code was sent with',
		displayOptions: { show: { resource, operation: ['verify', 'resend', 'status'] } },
	},
];
