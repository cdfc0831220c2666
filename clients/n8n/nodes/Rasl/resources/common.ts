import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** The customer's phone. */
export function phone(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Phone',
		name: 'phone',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. +966550000001',
		displayOptions,
	};
}
