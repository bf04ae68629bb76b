import * as v from 'valibot';
import { expect, test } from 'vitest';
import {
  DomainEntityRef,
  WebChatConfig,
  WebChatDeployment,
  WebChatDeploymentEntityListing,
  WebChatSettings,
} from './deployment.ts';

const flow = { id: 'f', name: 'Opening hours', selfUri: '/api/v2/flows/f' };
const deployment: WebChatDeployment = {
  id: 'd',
  name: 'Shop',
  description: 'The chat of the shop',
  authenticationRequired: false,
  disabled: false,
  webChatConfig: { webChatSkin: 'modern-caret-skin' },
  allowedDomains: ['shop.example', '*.shop.example'],
  flow,
  selfUri: '/api/v2/webchat/deployments/d',
};

test('a deployment with every field passes through unchanged, and so does one with none', () => {
  expect(v.parse(WebChatDeployment, deployment)).toEqual(deployment);
  expect(v.parse(WebChatDeployment, {})).toEqual({});
  expect(v.parse(DomainEntityRef, flow)).toEqual(flow);
});

test('a listing has a total and no pages', () => {
  const listing: WebChatDeploymentEntityListing = {
    total: 1,
    entities: [deployment],
    selfUri: '/api/v2/webchat/deployments',
  };

  expect(v.parse(WebChatDeploymentEntityListing, listing)).toEqual(listing);
  expect(v.safeParse(WebChatDeploymentEntityListing, { entities: [deployment] }).success).toBe(false);
});

test('a skin is one of the two there are', () => {
  const config: WebChatConfig = { webChatSkin: 'basic' };

  expect(v.parse(WebChatConfig, config)).toEqual(config);
  expect(v.safeParse(WebChatConfig, { webChatSkin: 'glossy' }).success).toBe(false);
});

test('settings that say nothing require no deployment', () => {
  const settings: WebChatSettings = v.parse(WebChatSettings, {});

  expect(settings).toEqual({ requireDeployment: false });
});
