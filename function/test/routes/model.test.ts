import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { appUnderTest } from '../../harness/app-under-test.ts';
import { modelJson } from '../../harness/contract.ts';
import { fetchDocumented, jsonOf } from '../helpers/documented.ts';

describe('GET /model', () => {
  it('tells the figures, thresholds and origin of the model, in the spelling of this API', async () => {
    const { url } = await appUnderTest();
    const facts = await jsonOf(await fetchDocumented(url, '/model'));
    const { evaluation, provenance, thresholds } = modelJson();
    expect(facts).toMatchObject({
      name: 'cats-vs-dogs',
      version: '1.0.0',
      weights: { bytes: 4, sha256: modelJson().weights.sha256 },
      passes: [{ width: 96, height: 96, accept_probability: 0, accept_pet_score: 0 }],
      explains: false,
      evaluation: { accuracy: evaluation.accuracy, accuracy_by_label: { cat: 0.9, dog: 0.9 } },
      thresholds: { review: { probability: 0.75, chosen_on: thresholds.review.chosenOn } },
      provenance: { git_commit: provenance.gitCommit, data_sha256: provenance.dataSha256 },
    });
    expect(JSON.stringify(facts)).not.toMatch(/"[a-z]+[A-Z]\w*":/);
  });

  it('is not sent again to who has it, whatever a proxy made of its ETag', async () => {
    const { url } = await appUnderTest();
    const etag = (await fetchDocumented(url, '/model')).headers.get('etag')!;
    for (const known of [etag, `"other", W/${etag}`, '*']) {
      const again = await fetch(`${url}/model`, { headers: { 'if-none-match': known } });
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect((await fetch(`${url}/model`, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  it('gives the model card to who asks for Markdown', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'model-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(path.join(folder, 'MODEL_CARD.md'), '# A model\n');
    const { url } = await appUnderTest({ env: { MODEL_PATH: folder } });
    const response = await fetchDocumented(url, '/model', { headers: { accept: 'text/markdown' } });
    expect(await response.text()).toBe('# A model\n');
  });

  it('gives the model card as a page to a browser, and nothing in it runs there', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'model-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const table = '| photos | n |\n| --- | --- |\n| test | 5 |\n';
    await writeFile(path.join(folder, 'MODEL_CARD.md'), `# A model\n\n<script>alert(1)</script>\n\n${table}`);
    const { url } = await appUnderTest({ env: { MODEL_PATH: folder } });
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const response = await fetchDocumented(url, '/model', { headers: { accept } });
    const page = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('vary')).toBe('Accept');
    expect(page).toContain('<h1>A model</h1>');
    expect(page).toContain('<td>test</td>');
    expect(page).not.toContain('<script');
    for (const [, part] of page.matchAll(/href="(web\/[^"]+)"/g))
      expect((await fetch(`${url}/${part}`)).status, part).toBe(200);
  });

  it('gives a browser the facts of a model without a card', async () => {
    const { url } = await appUnderTest({ env: { MODEL_PATH: os.tmpdir() } });
    const response = await fetchDocumented(url, '/model', { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('says so where there is no card', async () => {
    const { url } = await appUnderTest({ env: { MODEL_PATH: os.tmpdir() } });
    const response = await fetchDocumented(url, '/model', { headers: { accept: 'text/markdown' } });
    expect([response.status, (await jsonOf(response)).code]).toEqual([406, 'not_acceptable']);
  });

  it('is 503 before the model is ready', async () => {
    const { url } = await appUnderTest({ ready: false });
    expect((await fetchDocumented(url, '/model')).status).toBe(503);
  });
});
