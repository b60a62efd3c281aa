/** Times as people say them. All take ISO 8601 in UTC and speak in China's time, as the server's sentences do,
 * wherever the phone is. */
import { onUnmounted, ref } from 'vue'
import { serverNow } from '@/api/clock'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NEAR_MS = DAY

const two = (value: number) => String(value).padStart(2, '0')
/** A date whose UTC parts are the clock on a wall in China: always eight hours ahead, no summer time. */
const inChina = (time: string | number) => new Date(new Date(time).getTime() + 8 * HOUR)
const dayNumber = (time: string | number) => Math.floor(inChina(time).getTime() / DAY)

/** `2026-11-22`, the day it is in China: what the server takes for a date. */
export const chinaDay = (time: number): string => inChina(time).toISOString().slice(0, 10)

export const sayClock = (iso: string): string => {
  const time = inChina(iso)
  return `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`
}

/** 「11月20日」, with the year when it is not this one. */
export function sayDay(iso: string, now = serverNow()): string {
  const time = inChina(iso)
  const day = `${time.getUTCMonth() + 1}月${time.getUTCDate()}日`
  return time.getUTCFullYear() === inChina(now).getUTCFullYear() ? day : `${time.getUTCFullYear()}年${day}`
}

/** 「2026年11月20日 18:00」, as a document says it: the same on whatever day it is read. */
export const sayDate = (iso: string): string => {
  const time = inChina(iso)
  return `${time.getUTCFullYear()}年${time.getUTCMonth() + 1}月${time.getUTCDate()}日 ${sayClock(iso)}`
}

/** 「今天 14:02」「昨天 09:30」「明天 18:00」「11月20日」. */
export function sayWhen(iso: string, now = serverNow()): string {
  const days = dayNumber(iso) - dayNumber(now)
  const name = { [-1]: '昨天', 0: '今天', 1: '明天' }[days]
  return name ? `${name} ${sayClock(iso)}` : sayDay(iso, now)
}

/** 「2 小时前」; further back than a day it says when. */
export function sayAgo(iso: string, now = serverNow()): string {
  const passed = now - Date.parse(iso)
  if (passed < MINUTE) return '刚刚'
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} 分钟前`
  return passed < DAY ? `${Math.floor(passed / HOUR)} 小时前` : sayWhen(iso, now)
}

/** A span of minutes as 「35 分钟」「2 小时」「3 天」, whole ones only: nobody is told that more has passed than has. */
export function saySpan(minutes: number): string {
  if (minutes < 60) return `${Math.max(1, Math.floor(minutes))} 分钟`
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} 小时` : `${Math.floor(minutes / 60 / 24)} 天`
}

export interface Countdown { text: string, near: boolean, past: boolean }

/**
 * What is left until a deadline, as one says it: 「还剩 2 天」 counted by the calendar, 「今天 18:00 前」, 「还剩 35 分钟」.
 * Past it somebody is late, 「已超时 3 天」, unless it `closes` what nobody was awaited for: 「已截止」.
 * `near` from 24 hours before.
 */
export function countdown(deadline: string, now = serverNow(), closes = false): Countdown {
  const left = Date.parse(deadline) - now
  if (left <= 0) return { text: closes ? '已截止' : `已超时 ${saySpan(-left / MINUTE)}`, near: true, past: true }
  return { text: sayLeft(deadline, left, now), near: left < NEAR_MS, past: false }
}

function sayLeft(deadline: string, left: number, now: number): string {
  const days = dayNumber(deadline) - dayNumber(now)
  if (left < HOUR) return `还剩 ${saySpan(left / MINUTE)}`
  return days > 1 ? `还剩 ${days} 天` : `${sayWhen(deadline, now)} 前`
}

/** A now that moves, for clocks on screen; it stops with the component. */
export function useNow(everyMs = 30_000) {
  const now = ref(serverNow())
  const timer = setInterval(() => (now.value = serverNow()), everyMs)
  onUnmounted(() => clearInterval(timer))
  return now
}
