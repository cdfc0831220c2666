import type { INodeProperties } from 'n8n-workflow';
import { phone } from './common';

const resource = ['contact'];

const types = [
	{ name: 'Customer', value: 'customer' },
	{ name: 'Guest', value: 'guest' },
	{ name: 'Lead', value: 'lead' },
];

function text(displayName: string, name: string): INodeProperties {
	return { displayName, name, type: 'string', default: '' };
}

const source: INodeProperties = {
	displayName: 'Source Name or ID',
	name: 'sourceId',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getSources' },
	default: '',
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

const status: INodeProperties = {
	displayName: 'Status Name or ID',
	name: 'statusId',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getStatuses' },
	default: '',
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

const optional: INodeProperties[] = [
	text('Address', 'address'),
	{
		displayName: 'Assigned ID',
		name: 'assigned_id',
		type: 'number',
		default: 0,
		description: 'The member who looks after the contact',
	},
	text('City', 'city'),
	text('Company', 'company'),
	text('Description', 'description'),
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		placeholder: 'name@email.com',
		default: '',
	},
	{
		displayName: 'Opted Out',
		name: 'is_opted_out',
		type: 'boolean',
		default: false,
		description: 'Whether nothing is sent to the contact',
	},
	text('State', 'state'),
	text('ZIP', 'zip'),
];

export const contactProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource } },
		options: [
			{
				name: 'Create',
				value: 'create',
				description: 'Create a contact',
				action: 'Create a contact',
			},
			{
				name: 'Delete',
				value: 'delete',
				description: 'Delete a contact',
				action: 'Delete a contact',
			},
			{ name: 'Get', value: 'get', description: 'Get a contact', action: 'Get a contact' },
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Get many contacts',
				action: 'Get many contacts',
			},
			{
				name: 'Update',
				value: 'update',
				description: 'Update a contact',
				action: 'Update a contact',
			},
		],
		default: 'create',
	},
	{
		displayName: 'Contact ID',
		name: 'contactId',
		type: 'string',
		required: true,
		default: '',
		displayOptions: { show: { resource, operation: ['get', 'update', 'delete'] } },
	},
	...[text('First Name', 'firstname'), text('Last Name', 'lastname')].map((property) => ({
		...property,
		required: true,
		displayOptions: { show: { resource, operation: ['create'] } },
	})),
	phone({ show: { resource, operation: ['create'] } }),
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: types,
		default: 'lead',
		displayOptions: { show: { resource, operation: ['create'] } },
	},
	...[source, status].map((property) => ({
		...property,
		required: true,
		displayOptions: { show: { resource, operation: ['create'] } },
	})),
	{
		displayName: 'Additional Fields',
		name: 'fields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		displayOptions: { show: { resource, operation: ['create'] } },
		options: optional,
	},
	{
		displayName: 'Changes',
		name: 'changes',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		displayOptions: { show: { resource, operation: ['update'] } },
		options: [
			...optional,
			text('First Name', 'firstname'),
			text('Last Name', 'lastname'),
			text('Phone', 'phone'),
			{ ...source, name: 'source_id' },
			{ ...status, name: 'status_id' },
			{ displayName: 'Type', name: 'type', type: 'options', options: types, default: 'lead' },
		],
	},
];
