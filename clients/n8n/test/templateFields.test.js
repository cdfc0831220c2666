const assert = require('node:assert');
const test = require('node:test');
const { fieldsOf } = require('../dist/nodes/shared/templateFields.js');

const template = (components, category = 'UTILITY') => ({
	template_name: 't',
	language: 'en',
	category,
	components,
});
const ids = (components, category) => fieldsOf(template(components, category)).map(({ id }) => id);

test('numbers stand in their order, each once', () => {
	assert.deepStrictEqual(ids([{ type: 'BODY', text: '{{10}} {{2}} {{1}} {{2}}' }]), [
		'field_1',
		'field_2',
		'field_10',
	]);
});

test('names keep theirs', () => {
	assert.deepStrictEqual(ids([{ type: 'BODY', text: 'Hi {{first_name}}, {{order}}' }]), [
		'field_first_name',
		'field_order',
	]);
});

test('headers', () => {
	assert.deepStrictEqual(ids([{ type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' }]), [
		'header_field_1',
	]);
	assert.deepStrictEqual(ids([{ type: 'HEADER', format: 'TEXT', text: 'Order' }]), []);
	assert.deepStrictEqual(ids([{ type: 'HEADER', format: 'IMAGE' }]), ['header_image_url']);
	assert.deepStrictEqual(ids([{ type: 'HEADER', format: 'DOCUMENT' }]), [
		'header_document_url',
		'header_document_name',
	]);
});

test('buttons are counted among all buttons', () => {
	const buttons = [
		{ type: 'QUICK_REPLY', text: 'Yes' },
		{ type: 'URL', text: 'Site', url: 'https://example.com' },
		{ type: 'URL', text: 'Track', url: 'https://example.com/{{1}}' },
		{ type: 'PHONE_NUMBER', text: 'Call' },
	];
	const fields = fieldsOf(template([{ type: 'BUTTONS', buttons }]));
	assert.deepStrictEqual(
		fields.map(({ id, required }) => [id, required]),
		[
			['button_0', false],
			['button_2', true],
		],
	);
});

test('the button of a code fills itself', () => {
	const buttons = [
		{ type: 'URL', text: 'Copy', url: 'https://www.whatsapp.com/otp/code/?code=otp{{1}}' },
	];
	const [field] = fieldsOf(template([{ type: 'BUTTONS', buttons }], 'AUTHENTICATION'));
	assert.strictEqual(field.required, false);
});

test('a footer has none', () => {
	assert.deepStrictEqual(ids([{ type: 'FOOTER', text: 'Bye' }]), []);
});
