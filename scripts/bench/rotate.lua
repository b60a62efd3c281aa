-- wrk: rotates over the targets of a plan (written by load.py) and looks at what comes back.
-- wrk -s rotate.lua URL -- PLAN.lua

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  plan = dofile(args[1])
  turn, serial, seen, checked, wrong, sample = 0, 0, 0, 0, 0, ""
  ready = {}
  for i, target in ipairs(plan.targets) do
    ready[i] = plan.body and target or wrk.format("GET", target.path, { Authorization = target.token })
  end
end

function request()
  turn = turn % #ready + 1
  if not plan.body then
    return ready[turn]
  end
  serial = serial + 1
  return wrk.format("POST", ready[turn].path, {
    Authorization = ready[turn].token,
    ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = plan.run .. "-" .. serial,
  }, plan.body)
end

local function count(body, text)
  local found, from = 0, 1
  while true do
    local _, last = body:find(text, from, true)
    if not last then
      return found
    end
    found, from = found + 1, last + 1
  end
end

local function right(body)
  for _, mark in ipairs(plan.marks) do
    if count(body, mark.text) ~= mark.times then
      return false
    end
  end
  return true
end

-- Every status is looked at, every eighth body is read.
function response(status, _, body)
  seen = seen + 1
  local good = status == plan.status
  if good and seen % 8 == 1 then
    checked = checked + 1
    good = right(body)
  end
  if not good then
    wrong = wrong + 1
    sample = status .. " " .. body:sub(1, 200)
  end
end

function done(summary, latency, _)
  local checks, errors, first = 0, 0, ""
  for _, thread in ipairs(threads) do
    checks = checks + thread:get("checked")
    errors = errors + thread:get("wrong")
    first = thread:get("sample")
  end
  local broken = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    checks, errors, broken, (first:gsub("[\t\n]", " "))))
end
