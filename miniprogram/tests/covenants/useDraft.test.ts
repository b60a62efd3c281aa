import { describe, expect, it } from 'vitest'
import { useDraft } from '@/features/covenants/composables/useDraft'
import { answer, asked, lastAsked, ok } from '../setup'
import { card, covenant, me, signIn } from './given'

async function opened(id: string, topic: string, ...replies: unknown[]) {
  signIn()
  answer(ok(me()), ...replies.map(one => ok(one)))
  const draft = useDraft(() => id, () => topic)
  await draft.open()
  return draft
}

const write = (draft: ReturnType<typeof useDraft>) => {
  draft.form.title = ' 文明停车公约 '
  draft.form.lines[0]!.body = '按位停放，不占通道'
  draft.form.note = '没有抵触，已比对'
}

describe('a draft', () => {
  it('begins with one empty article, and says what is missing first', async () => {
    const draft = await opened('', '8', { items: [] })
    expect([draft.form.lines.length, draft.missing.value]).toEqual([1, '请写公约的名称，至少 4 个字'])
    draft.form.title = '文明停车公约'
    expect(draft.missing.value).toBe('第 1 条还没有写内容')
    draft.form.lines[0]!.body = '按位停放'
    expect(draft.missing.value).toContain('比对')
  })

  it('moves articles, but not over the ends, and takes them out', async () => {
    const draft = await opened('', '8', { items: [] })
    draft.add()
    const [first, second] = draft.form.lines.map(line => line.key)
    draft.move(0, -1)
    draft.move(1, 1)
    expect(draft.form.lines.map(line => line.key)).toEqual([first, second])
    draft.move(0, 1)
    expect(draft.form.lines.map(line => line.key)).toEqual([second, first])
    draft.remove(0)
    expect(draft.form.lines.map(line => line.key)).toEqual([first])
  })

  it('goes to the topic it was decided in, trimmed', async () => {
    const draft = await opened('', '8', { items: [] })
    write(draft)
    answer(ok(covenant({ version: 1, state: 'draft' }), 201))
    expect(await draft.saving.run()).toBe(true)
    expect(lastAsked().url).toContain('/topics/8/covenant')
    expect(JSON.parse(lastAsked().data!)).toMatchObject({ title: '文明停车公约', covenant_id: null, articles: [{ title: '', body: '按位停放，不占通道' }] })
  })

  it('that amends begins with what is in force and names it instead of a title', async () => {
    const draft = await opened('', '8', { items: [card(), card({ id: '6', open: { version: 2, state: 'voting', state_name: '表决中', topic_id: '3' } })] })
    expect(draft.known.value.map(one => one.id)).toEqual(['5'])
    answer(ok(covenant()))
    await draft.amending.run('5')
    expect(draft.form.lines.map(line => line.title)).toEqual(['小标题1', '小标题2'])
    answer(ok(covenant({ version: 2 }), 201))
    await draft.saving.run()
    expect(JSON.parse(lastAsked().data!)).toMatchObject({ covenant_id: '5', title: null })
  })

  it('is saved as the edition that was read; who was slower is told', async () => {
    const open = { version: 2, state: 'draft', state_name: '拟订中', topic_id: '8' }
    const mine = { ...covenant().mine, edition: 4, may_edit: true }
    const draft = await opened('5', '', { items: [card({ open })] }, covenant({ version: 2, mine }))
    answer(ok({ code: 'stale', message: '草案刚刚被别人改过', details: {} }, 409))
    expect(await draft.saving.run()).toBe(false)
    expect([draft.saving.failure, JSON.parse(lastAsked().data!).edition]).toEqual(['草案刚刚被别人改过', 4])
  })

  it('is not read again over what was typed', async () => {
    const draft = await opened('', '8', { items: [] })
    write(draft)
    const before = asked.length
    answer(ok(me()))
    await draft.open()
    expect([draft.form.title, asked.length - before <= 1]).toEqual([' 文明停车公约 ', true])
  })
})
