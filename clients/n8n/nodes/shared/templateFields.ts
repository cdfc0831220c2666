/** What the API says of a template, as far as its fields follow from it. */
export interface Template {
	template_name: string;
	language: string;
	category: string;
	components: Component[];
}

interface Component {
	type: string;
	format?: string;
	text?: string;
	buttons?: Array<{ type: string; text?: string; url?: string }>;
}

/** A field of `POST /messages/template`, with words for the person who fills it. */
export interface TemplateField {
	id: string;
	displayName: string;
	required: boolean;
}

const VARIABLE = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** The fields that a template takes, in the order in which a reader meets them. */
export function fieldsOf(template: Template): TemplateField[] {
	return template.components.flatMap((component) => {
		switch (component.type.toUpperCase()) {
			case 'HEADER':
				return headerFields(component);
			case 'BODY':
				return bodyFields(component.text ?? '');
			case 'BUTTONS':
				return buttonFields(component, template.category === 'AUTHENTICATION');
			default:
				return [];
		}
	});
}

function headerFields(header: Component): TemplateField[] {
	const format = (header.format ?? 'TEXT').toUpperCase();
	switch (format) {
		case 'TEXT':
			return variables(header.text ?? '').length > 0
				? [{ id: 'header_field_1', displayName: `Header: ${header.text}`, required: true }]
				: [];
		case 'IMAGE':
		case 'VIDEO':
			return [headerFile(format.toLowerCase())];
		case 'DOCUMENT':
			return [
				headerFile('document'),
				{
					id: 'header_document_name',
					displayName: 'Header: name of the document',
					required: false,
				},
			];
		default:
			return [];
	}
}

function headerFile(kind: string): TemplateField {
	return { id: `header_${kind}_url`, displayName: `Header: URL of the ${kind}`, required: true };
}

/** Numbered variables are numbered fields; named ones are fields of that name. */
function bodyFields(text: string): TemplateField[] {
	return variables(text).map((name) => ({
		id: `field_${name}`,
		displayName: `{{${name}}} in: ${around(text, name)}`,
		required: true,
	}));
}

/** The code of an authentication template goes into its button by itself. */
function buttonFields(component: Component, codes: boolean): TemplateField[] {
	return (component.buttons ?? []).flatMap((button, index) => {
		const name = `Button ${index + 1} (${button.text ?? button.type})`;
		const field = (what: string, required: boolean) => [
			{ id: `button_${index}`, displayName: `${name}: ${what}`, required },
		];
		switch (button.type.toUpperCase()) {
			case 'URL':
				return variables(button.url ?? '').length > 0 ? field('end of its URL', !codes) : [];
			case 'COPY_CODE':
				return field('coupon code', !codes);
			case 'QUICK_REPLY':
				return field('what a tap sends back', false);
			default:
				return [];
		}
	});
}

/** Each variable once, numbers in their order, names as they come. */
function variables(text: string): string[] {
	const names = [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1]))];
	return names.every((name) => /^\d+$/.test(name))
		? names.sort((a, b) => Number(a) - Number(b))
		: names;
}

/** The words around a variable. */
function around(text: string, name: string): string {
	const flat = text.replace(/\s+/g, ' ');
	const at = flat.search(new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`));
	const start = Math.max(0, at - 20);
	const end = Math.min(flat.length, at + 30);
	return (start > 0 ? '…' : '') + flat.slice(start, end) + (end < flat.length ? '…' : '');
}
