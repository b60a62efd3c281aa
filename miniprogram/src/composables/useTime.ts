/** Times as people say them. All take ISO 8601 in UTC and speak in the phone's own time zone. */
import { onUnmounted, ref } from 'vue'
import { serverNow } from '@/api/clock'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NEAR_MS = DAY

const two = (value: number) => String(value).padStart(2, '0')
const midnight = (time: Date) => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime()

export const sayClock = (iso: string): string => {
  const time = new Date(iso)
  return `${two(time.getHours())}:${two(time.getMinutes())}`
}

/** 「11月20日」, with the year when it is not this one. */
export function sayDay(iso: string, now = serverNow()): string {
  const time = new Date(iso)
  const day = `${time.getMonth() + 1}月${time.getDate()}日`
  return time.getFullYear() === new Date(now).getFullYear() ? day : `${time.getFullYear()}年${day}`
}

/** 「今天 14:02」「昨天 09:30」「明天 18:00」「11月20日」. */
export function sayWhen(iso: string, now = serverNow()): string {
  const days = Math.round((midnight(new Date(iso)) - midnight(new Date(now))) / DAY)
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

/** A span of minutes as 「35 分钟」「2 小时」「3 天」. */
export function saySpan(minutes: number): string {
  if (minutes < 60) return `${Math.max(1, Math.round(minutes))} 分钟`
  return minutes < 24 * 60 ? `${Math.round(minutes / 60)} 小时` : `${Math.round(minutes / 60 / 24)} 天`
}

export interface Countdown { text: string, near: boolean, past: boolean }

/** What is left until a deadline; `near` from 24 hours before. */
export function countdown(deadline: string, now = serverNow()): Countdown {
  const left = Date.parse(deadline) - now
  if (left <= 0) return { text: '已到期', near: true, past: true }
  const days = Math.floor(left / DAY)
  const hours = Math.floor((left % DAY) / HOUR)
  const minutes = Math.max(1, Math.floor((left % HOUR) / MINUTE))
  const words = days ? [`${days} 天`, hours ? `${hours} 小时` : ''] : hours ? [`${hours} 小时`] : [`${minutes} 分钟`]
  return { text: `还剩 ${words.filter(Boolean).join(' ')}`, near: left < NEAR_MS, past: false }
}

/** A now that moves, for clocks on screen; it stops with the component. */
export function useNow(everyMs = 30_000) {
  const now = ref(serverNow())
  const timer = setInterval(() => (now.value = serverNow()), everyMs)
  onUnmounted(() => clearInterval(timer))
  return now
}
