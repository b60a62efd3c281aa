/** The session: who is signed in, which community he is looking at, and how large the type is. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { request } from '@/api/http'
import { forgetPages } from '@/composables/usePage'
import { wechatCode } from './platform'
import { askToSignIn, here } from './signInPage'
import { keep, recall } from './storage'
import type { Me } from './types'

export type { DemoPerson, Duty, Estate, Me, Membership, Place } from './types'

const HOME = '/pages/home/index'

export const useSession = defineStore('session', () => {
  const token = ref(recall('token'))
  const elder = ref(recall('elder') === '1')
  const communityId = ref(recall('community'))
  const me = shallowRef<Me>()

  const signedIn = computed(() => token.value !== '')
  const places = computed(() => me.value?.communities ?? [])
  /** The community on screen: the one chosen last, or the first. */
  const place = computed(() => places.value.find(one => one.id === communityId.value) ?? places.value[0])
  /** The estate that something new is for, unless its writer says otherwise: pages show all of a community that one sees. */
  const estate = computed(() => place.value?.estates[0])
  /** The office held here, or else what ties the person to a home. */
  const role = computed(() => place.value?.duties[0]?.role_name ?? place.value?.memberships[0]?.relation_name ?? '')
  /** The start of every path inside the community on screen. */
  const base = computed(() => `/communities/${place.value?.id ?? communityId.value}`)

  /** For entries to work that belongs to an office; what may be done to one thing is said by its `verbs`. */
  const can = (permission: string): boolean => place.value?.permissions.includes(permission) ?? false

  async function loadMe(): Promise<void> {
    me.value = await request<Me>('GET', '/me')
  }

  /** `code` picks a demo person in the sandbox; without it WeChat is asked who this is. `back` is the page to go on with. */
  async function signIn(code?: string, back = HOME): Promise<void> {
    const body = { code: code ?? await wechatCode() }
    const answer = await request<{ token: string, me: Me }>('POST', '/sessions', { body, idempotent: false })
    forget()
    token.value = answer.token
    me.value = answer.me
    keep('token', token.value)
    uni.reLaunch({ url: back })
  }

  function forget(): void {
    token.value = communityId.value = ''
    me.value = undefined
    keep('token', '')
    keep('community', '')
    forgetPages()
  }

  /** The server no longer knows this token; whoever signs in goes on where he was. */
  function expire(): void {
    const back = here()
    forget()
    askToSignIn(back)
  }

  /** Leaves this phone even when the server cannot be told. */
  async function signOut(): Promise<void> {
    try {
      await request<void>('DELETE', '/sessions/current')
    }
    finally {
      forget()
      askToSignIn()
    }
  }

  function choose(community: string): void {
    communityId.value = community
    keep('community', community)
  }

  function setElder(large: boolean): void {
    elder.value = large
    keep('elder', large ? '1' : '')
  }

  return {
    token, elder, me, signedIn, places, place, estate, role, base, can,
    loadMe, signIn, signOut, expire, choose, setElder,
  }
})
