import { describe, expect, it } from 'vitest'
import { sceneIn } from '@/composables/useScan'
import { useScene } from '@/features/enrolment/composables/useScene'
import { asked, lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const scene = { scene: 'NFdqNkwB1fWLszRE', community: { name: '锦秋苑居委会', kind: 'neighbourhood' }, serial: '02-5TDTPZ', message: '请核对编号' }

const visitor = () => {
  signedIn({ communities: [] })
  return useScene()
}

describe('the word inside a code', () => {
  it.each([
    ['http://127.0.0.1/#/features/enrolment/pages/start?scene=NFdqNkwB1fWLszRE', 'NFdqNkwB1fWLszRE'],
    ['https://sqt.example.org/?scene=NFdqNkwB1fWLszRE#/features/enrolment/pages/start?scene=NFdqNkwB1fWLszRE', 'NFdqNkwB1fWLszRE'],
    ['features/enrolment/pages/start?scene=NFdqNkwB1fWLszRE', 'NFdqNkwB1fWLszRE'],
    ['http%3A%2F%2F127.0.0.1%2F%23%2Fstart%3Fscene%3Dabc123%26from%3Dposter', 'abc123'],
    ['  NFdqNkwB1fWLszRE ', 'NFdqNkwB1fWLszRE'],
    ['http://127.0.0.1/pay/1234', ''],
    ['100%好', ''],
    ['', ''],
  ])('of %j is %j', (text, word) => expect(sceneIn(text)).toBe(word))
})

describe('useScene', () => {
  it('reads the code that opened the page, for somebody who belongs nowhere yet', async () => {
    const page = visitor()
    page.given.value = scene.scene
    says(scene)
    await page.open()
    expect(lastAsked().url).toBe('/api/v1/enrolment/scenes/NFdqNkwB1fWLszRE')
    expect([page.state.value, page.scene.value?.serial]).toEqual(['ready', '02-5TDTPZ'])
  })

  it('takes a whole address that was pasted', async () => {
    const page = visitor()
    await page.open()
    page.typed.value = `http://127.0.0.1/#/start?scene=${scene.scene}`
    says(scene)
    await page.look()
    expect(page.scene.value?.community.name).toBe('锦秋苑居委会')
  })

  it('asks nothing about what is no code', async () => {
    const page = visitor()
    page.typed.value = '你好'
    await page.look()
    expect([asked.length, page.looking.failure]).toEqual([0, '没有认出来，请核对海报二维码下面的一串字符'])
  })

  it('says that a poster is no longer good', async () => {
    const page = visitor()
    page.typed.value = 'oldword1'
    refuses('scene_unknown', '这张二维码已失效，请扫楼道里最新的一张', 404)
    await page.look()
    expect([page.scene.value, page.looking.failure]).toEqual([undefined, '这张二维码已失效，请扫楼道里最新的一张'])
  })

  it('can begin again with another poster', async () => {
    const page = visitor()
    page.given.value = scene.scene
    says(scene)
    await page.open()
    page.again()
    await page.open()
    expect([page.scene.value, asked.length]).toEqual([undefined, 1])
  })
})
