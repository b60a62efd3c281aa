import { describe, expect, it, vi } from 'vitest'
import { connect, type Page, request } from '@/api/http'
import { usePage } from '@/composables/usePage'
import { type Me, type Place, useSession } from '@/session'
import { namesOf } from '@/session/names'
import { requireMember } from '@/session/requireMember'
import { answer, asked, lastAsked, ok, storage } from '../setup'

const place = (id: string, estates: string[]): Place => ({
  id, name: `${id}居委`, kind: 'urban', kind_name: '居委', region: '', words: {}, duties: [], permissions: ['post:write'],
  memberships: [], estates: estates.map(name => ({ id: name, name })),
})
const me: Me = {
  person: { id: '1', name: '李女士', verified: true, adult: true },
  communities: [place('7', ['东苑', '西苑']), place('8', [])], applications: [], sandbox: true,
}

async function signedIn() {
  const session = useSession()
  connect({ base: '/api/v1', token: () => session.token, expired: session.expire })
  answer(ok({ token: 'secret', me }, 201))
  await session.signIn('demo:li')
  return session
}

describe('the session', () => {
  it('keeps nothing of the person on the phone but the token', async () => {
    await signedIn()
    expect(Object.fromEntries(storage)).toEqual({ 'sqt.token': 'secret' })
  })

  it('goes on with the page that asked for it', async () => {
    const session = useSession()
    answer(ok({ token: 'secret', me }, 201))
    await session.signIn('demo:li', '/features/enrolment/pages/start?scene=abc')
    expect(uni.reLaunch).toHaveBeenCalledWith({ url: '/features/enrolment/pages/start?scene=abc' })
  })

  it('begins with the first community and remembers another choice', async () => {
    const session = await signedIn()
    expect([session.base, session.estate?.name]).toEqual(['/communities/7', '东苑'])
    expect(session.places.map(namesOf)).toEqual([
      { title: '东苑、西苑', aid: session.place?.name }, { title: session.places[1]?.name, aid: '' },
    ])
    expect(namesOf(place('9', ['东苑', '西苑', '南苑'])).aid).toBe('')
    session.choose('8')
    expect([session.base, session.estate]).toEqual(['/communities/8', undefined])
    expect(storage.get('sqt.community')).toBe('8')
  })

  it('does not stay in a community that the person has left', async () => {
    const session = await signedIn()
    session.choose('99')
    expect(session.place?.id).toBe('7')
  })

  it('forgets everything when the server no longer knows the token, and comes back afterwards', async () => {
    const session = await signedIn()
    vi.stubGlobal('getCurrentPages', () => [{ route: 'features/boards/pages/post', options: { id: '5' } }])
    answer(ok({ code: 'signed_out', message: '请重新登录' }, 401))
    await expect(session.loadMe()).rejects.toThrow('请重新登录')
    expect([session.signedIn, session.me, storage.size]).toEqual([false, undefined, 0])
    expect(uni.reLaunch).toHaveBeenLastCalledWith({
      url: `/pages/sign-in/index?back=${encodeURIComponent('/features/boards/pages/post?id=5')}`,
    })
  })

  it('leaves this phone even when the server cannot be told', async () => {
    const session = await signedIn()
    await expect(session.signOut()).rejects.toThrow('网络不通')
    expect(lastAsked().method).toBe('DELETE')
    expect([session.signedIn, storage.size]).toEqual([false, 0])
    expect(uni.reLaunch).toHaveBeenLastCalledWith({ url: '/pages/sign-in/index' })
  })

  it('leaves no list of one person for the next', async () => {
    const session = await signedIn()
    answer(ok({ items: ['悄悄话'], next: null }), ok('', 204))
    const list = () => usePage(() => request<Page<string>>('GET', '/posts'), () => 'posts')
    await list().refresh()
    await session.signOut()
    const next = list()
    await next.refresh()
    expect([next.state, next.items]).toEqual(['offline', []])
  })

  it('keeps large type when the person leaves', async () => {
    const session = await signedIn()
    session.setElder(true)
    answer(ok('', 204))
    await session.signOut()
    expect(Object.fromEntries(storage)).toEqual({ 'sqt.elder': '1' })
  })
})

describe('requireMember', () => {
  it('leads a stranger to the sign-in page without asking the server', async () => {
    expect(await requireMember()).toBe(false)
    expect(asked).toHaveLength(0)
    expect(uni.reLaunch).toHaveBeenCalledOnce()
  })

  it('asks who this is once', async () => {
    storage.set('sqt.token', 'secret')
    answer(ok(me))
    expect(await requireMember()).toBe(true)
    expect(await requireMember()).toBe(true)
    expect(asked).toHaveLength(1)
  })
})
