/** The ways to a decision for the matter the host chose: which are open, and why the others are not. */
import { computed, shallowRef, watch } from 'vue'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { readRoutes } from '../api'
import type { Decided } from '../words'
import type { BallotTerms, Matter, Route, Routes, Voters } from '../types'

/** A route that may be taken now, rather than one the matter or an unfilled number of the law forbids. */
export const isOpen = (route: Route): boolean => route.allowed && route.shut === null

/** Those whose number of the law is filled in. */
export const mayVote = (voters: Voters): boolean => voters.shut === null

/** Who is asked by this route: those chosen, else the first who may be. */
export const asking = (route: Route, who: string | null): Voters | undefined =>
  route.voters.find(one => one.who === who) ?? route.voters.find(mayVote)

/** Why a route may not be taken, in words; empty when it may. */
export const whyNot = (route: Route): string => route.why_not ?? route.shut ?? ''

/** The terms as the topic would show them, for the preview before they are sent. */
export function asShown(terms: BallotTerms, routes: Routes): Decided | undefined {
  const route = routes.items.find(one => one.route === terms.route)
  if (!route) return undefined
  const voters = asking(route, terms.who)
  const building = routes.buildings.find(one => one.id === terms.building_id)
  return {
    matter_name: routes.matters.find(one => one.code === terms.matter)?.name ?? '',
    route_title: route.title,
    options: terms.options,
    days: terms.days,
    who: voters?.who ?? null,
    mode: terms.mode ?? route.modes[0] ?? null,
    base: route.base,
    quorum: voters?.participation ?? null,
    pass: voters?.approval ?? null,
    building: route.building ? building?.name ?? null : null,
    rule: { cite: route.basis },
  }
}

export function useRoutes(id: () => string, matter: () => Matter, wanted: () => boolean) {
  const session = useSession()
  const routes = shallowRef<Routes>()
  const reading = useTask(async () => {
    routes.value = await readRoutes(session.base, id(), matter())
  })
  watch(() => [id(), matter(), wanted()] as const, () => wanted() && id() && void reading.run(), { immediate: true })

  const open = computed(() => routes.value?.items.filter(isOpen) ?? [])
  const shut = computed(() => routes.value?.items.filter(one => !isOpen(one)) ?? [])
  return { routes, reading, open, shut }
}
