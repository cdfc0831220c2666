// The page's content security policy allows no script inside of the page itself.
SwaggerUIBundle({
  url: '/api/v2/openapi.yaml',
  dom_id: '#docs',
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
});
