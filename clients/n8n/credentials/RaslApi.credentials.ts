import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

export class RaslApi implements ICredentialType {
	name = 'raslApi';

	displayName = 'Rasl API';

	icon: Icon = { light: 'file:../icons/rasl.svg', dark: 'file:../icons/rasl.dark.svg' };

	documentationUrl = 'https://github.com/rasl-platform/rasl/tree/main/clients/n8n#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'http://localhost:8080',
			placeholder: 'https://rasl.example.com',
			description: 'Where your Rasl server answers, without /api/v2',
			required: true,
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'rasl_…',
			description: 'A token of the API, as <code>./rasl token create</code> prints it',
			required: true,
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.token}}' } },
	};

	/** Needs the scope account:read; a token without it is told so. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.replace(/\\/+$/, "")}}',
			url: '/api/v2/account',
		},
	};
}
