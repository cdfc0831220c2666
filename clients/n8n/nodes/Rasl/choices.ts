import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';
import { call, list } from '../shared/api';
import { fieldsOf, type Template } from '../shared/templateFields';

/** So many entries are offered to choose from; an expression reaches the others. */
const MOST = 1000;

/** What the lists of the node's parameters offer. */
export const loadOptions = {
	async getTemplates(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return templateOptions(await list(this, '/templates', { 'filter[status]': 'APPROVED' }, MOST));
	},

	async getCodeTemplates(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return templateOptions(await list(this, '/auth/templates', {}, MOST));
	},

	async getSources(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return named(await list(this, '/sources', { sort: 'name' }, MOST));
	},

	async getStatuses(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return named(await list(this, '/statuses', { sort: 'name' }, MOST));
	},

	async getGroups(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return named(await list(this, '/groups', { sort: 'name' }, MOST));
	},
};

/** The fields of the chosen template. */
export const resourceMapping = {
	async getTemplateFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		const [name, language] = String(this.getNodeParameter('template', '')).split('|');
		if (!name || !language) {
			return { fields: [], emptyFieldsNotice: 'Choose a template first.' };
		}
		const found = await call(this, {
			method: 'GET',
			path: '/templates',
			query: { 'filter[template_name]': name, 'filter[language]': language, per_page: 1 },
		});
		const [template] = (found.data ?? []) as IDataObject[];
		if (!template) {
			return { fields: [], emptyFieldsNotice: `There is no template ${name} in ${language}.` };
		}
		return {
			fields: fieldsOf(template as unknown as Template).map((field) => ({
				...field,
				defaultMatch: false,
				canBeUsedToMatch: false,
				display: true,
				type: 'string' as const,
			})),
			emptyFieldsNotice: 'This template has no fields.',
		};
	},
};

function templateOptions(templates: IDataObject[]): INodePropertyOptions[] {
	return templates
		.map(({ template_name, language }) => ({
			name: `${template_name} (${language})`,
			value: `${template_name}|${language}`,
		}))
		.sort((a, b) => a.name.localeCompare(b.name));
}

function named(entries: IDataObject[]): INodePropertyOptions[] {
	return entries.map(({ id, name }) => ({ name: String(name), value: Number(id) }));
}
