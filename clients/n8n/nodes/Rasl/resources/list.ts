import type { INodeProperties } from 'n8n-workflow';

const show = { operation: ['getAll'] };

/** What every list takes. */
export const listProperties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: { show },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { ...show, returnAll: [false] } },
	},
	{
		displayName: 'Options',
		name: 'listOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'Filters',
				name: 'filters',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add filter',
				default: {},
				options: [
					{
						displayName: 'Filter',
						name: 'filter',
						values: [
							{
								displayName: 'Field',
								name: 'field',
								type: 'string',
								default: '',
								placeholder: 'e.g. status_id',
							},
							{
								displayName: 'Operator',
								name: 'operator',
								type: 'options',
								options: [
									{ name: 'Between', value: 'between' },
									{ name: 'Contains', value: 'like' },
									{ name: 'Equals', value: 'eq' },
									{ name: 'Greater or Equal', value: 'gte' },
									{ name: 'Greater Than', value: 'gt' },
									{ name: 'Is Empty', value: 'null' },
									{ name: 'Less or Equal', value: 'lte' },
									{ name: 'Less Than', value: 'lt' },
									{ name: 'Not Equal', value: 'ne' },
									{ name: 'Not One Of', value: 'not_in' },
									{ name: 'One Of', value: 'in' },
								],
								default: 'eq',
							},
							{
								displayName: 'Value',
								name: 'value',
								type: 'string',
								default: '',
								description: 'A comma list for several values',
							},
						],
					},
				],
			},
			{
				displayName: 'Search',
				name: 'search',
				type: 'string',
				default: '',
				description: 'What the texts contain',
			},
			{
				displayName: 'Sort',
				name: 'sort',
				type: 'string',
				default: '',
				placeholder: 'e.g. -created_at',
				description: 'A field, with - before it for the descending order',
			},
		],
	},
];
