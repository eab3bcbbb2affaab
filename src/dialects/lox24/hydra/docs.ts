import { operation } from '../operation.ts'
import { classOf, type Property, type ResourceClass, resourceClasses, vocabularyOf } from './vocabulary.ts'

/** Shows the API documentation that Hydra clients read, in the form of API Platform 2.7. */
export const docsGet = operation({
  name: 'api_doc',
  method: 'GET',
  url: '/docs.jsonld',
  page: 'https://api-platform.com/docs/core/',
  isOpen: true,
  fixedFormat: 'jsonld',
  about: () => ({
    summary: 'Show the documentation that Hydra clients read',
    answer: { kind: 'document', schema: { type: 'object' } },
  }),
  answer: async (_core, { origin }) => ({ kind: 'document', document: documentation(origin) }),
})

function documentation(origin: string): object {
  return {
    '@context': {
      ...vocabularyOf(origin),
      rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
      rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
      xmls: 'http://www.w3.org/2001/XMLSchema#',
      owl: 'http://www.w3.org/2002/07/owl#',
      schema: 'http://schema.org/',
      domain: { '@id': 'rdfs:domain', '@type': '@id' },
      range: { '@id': 'rdfs:range', '@type': '@id' },
      subClassOf: { '@id': 'rdfs:subClassOf', '@type': '@id' },
      expects: { '@id': 'hydra:expects', '@type': '@id' },
      returns: { '@id': 'hydra:returns', '@type': '@id' },
    },
    '@id': '/docs.jsonld',
    '@type': 'hydra:ApiDocumentation',
    'hydra:title': 'LOX24 API',
    'hydra:description': 'SMS groups, their phones, and blocked numbers',
    'hydra:entrypoint': '/',
    'hydra:supportedClass': [
      ...Object.entries(resourceClasses).map(([name, resource]) => resourceClass(name, resource)),
      entrypointClass,
      constraintViolationClass,
      constraintViolationListClass,
    ],
  }
}

function resourceClass(name: string, { description, properties, itemMethods }: ResourceClass): object {
  return {
    '@id': `#${name}`,
    '@type': 'hydra:Class',
    'rdfs:label': name,
    'hydra:title': name,
    'hydra:description': description,
    'hydra:supportedProperty': Object.entries(properties).map(([property, about]) =>
      supportedProperty(`#${name}/${property}`, property, `#${name}`, about),
    ),
    'hydra:supportedOperation': itemMethods.map((method) => itemOperation(method, name)),
  }
}

function supportedProperty(id: string, label: string, domain: string, about: Property): object {
  return {
    '@type': 'hydra:SupportedProperty',
    'hydra:property': { '@id': id, '@type': 'rdf:Property', 'rdfs:label': label, domain, range: rangeOf(about) },
    'hydra:title': label,
    'hydra:required': about.isRequired ?? false,
    'hydra:readable': !about.isWriteOnly,
    'hydra:writeable': !about.isReadOnly,
    'hydra:description': about.description,
  }
}

/**
 * The range of a property. A list names the class of its values beside its range, as the entry point does for its
 * collections.
 */
function rangeOf({ range, itemClass }: Property): unknown {
  if (itemClass === undefined) return range
  const values = { 'owl:onProperty': { '@id': 'hydra:member' }, 'owl:allValuesFrom': { '@id': itemClass } }
  return [range, { 'owl:equivalentClass': values }]
}

function itemOperation(method: ResourceClass['itemMethods'][number], name: string): object {
  const title = {
    GET: `Retrieves a ${name} resource.`,
    PUT: `Replaces the ${name} resource.`,
    DELETE: `Deletes the ${name} resource.`,
  }[method]
  const common = { 'hydra:method': method, 'hydra:title': title, 'rdfs:label': title }
  if (method === 'GET') {
    return { '@type': ['hydra:Operation', 'schema:FindAction'], ...common, returns: `#${name}` }
  }
  if (method === 'PUT') {
    const type = ['hydra:Operation', 'schema:ReplaceAction']
    return { '@type': type, ...common, expects: `#${name}`, returns: `#${name}` }
  }
  return { '@type': ['hydra:Operation', 'schema:DeleteAction'], ...common, returns: 'owl:Nothing' }
}

const entrypointClass = {
  '@id': '#Entrypoint',
  '@type': 'hydra:Class',
  'hydra:title': 'The API entrypoint',
  'hydra:supportedProperty': Object.entries(classOf).map(([link, name]) => collectionLink(link, name)),
  'hydra:supportedOperation': {
    '@type': 'hydra:Operation',
    'hydra:method': 'GET',
    'rdfs:label': 'The API entrypoint.',
    returns: '#Entrypoint',
  },
}

/** The link of the entry point to a collection of things of a class. */
function collectionLink(link: string, name: string): object {
  const operationOf = (method: string, action: string, title: string) => ({
    '@type': ['hydra:Operation', `schema:${action}`],
    'hydra:method': method,
    'hydra:title': title,
    'rdfs:label': title,
  })
  return {
    '@type': 'hydra:SupportedProperty',
    'hydra:property': {
      '@id': `#Entrypoint/${link}`,
      '@type': 'hydra:Link',
      'rdfs:label': `The collection of ${name} resources`,
      domain: '#Entrypoint',
      'rdfs:range': [
        { '@id': 'hydra:Collection' },
        {
          'owl:equivalentClass': {
            'owl:onProperty': { '@id': 'hydra:member' },
            'owl:allValuesFrom': { '@id': `#${name}` },
          },
        },
      ],
      'hydra:supportedOperation': [
        {
          ...operationOf('GET', 'FindAction', `Retrieves the collection of ${name} resources.`),
          returns: 'hydra:Collection',
        },
        {
          ...operationOf('POST', 'CreateAction', `Creates a ${name} resource.`),
          expects: `#${name}`,
          returns: `#${name}`,
        },
      ],
    },
    'hydra:title': `The collection of ${name} resources`,
    'hydra:readable': true,
    'hydra:writeable': false,
  }
}

const constraintViolationClass = {
  '@id': '#ConstraintViolation',
  '@type': 'hydra:Class',
  'hydra:title': 'A constraint violation',
  'hydra:supportedProperty': [
    supportedProperty('#ConstraintViolation/propertyPath', 'propertyPath', '#ConstraintViolation', {
      range: 'xmls:string',
      description: 'The property path of the violation',
      isReadOnly: true,
    }),
    supportedProperty('#ConstraintViolation/message', 'message', '#ConstraintViolation', {
      range: 'xmls:string',
      description: 'The message associated with the violation',
      isReadOnly: true,
    }),
  ],
}

const constraintViolationListClass = {
  '@id': '#ConstraintViolationList',
  '@type': 'hydra:Class',
  subClassOf: 'hydra:Error',
  'hydra:title': 'A constraint violation list',
  'hydra:supportedProperty': [
    supportedProperty('#ConstraintViolationList/violations', 'violations', '#ConstraintViolationList', {
      range: '#ConstraintViolation',
      description: 'The violations',
      isReadOnly: true,
    }),
  ],
}
