#!/bin/bash
# Tries the job array of Samples/slurm on a real Slurm: one that is configured and started here, on
# this machine alone, and stopped again.
#
#   Tests/Scripts/check_slurm.sh [PROGRAM [FOLDER]]
#
# Four tasks survey a folder of samples (by default Samples), a job that depends on them merges, and
# the result must be byte for byte that of a single run. Then one shard is done again by itself.
# Needs root, and slurmctld, slurmd and munge (Debian: apt-get install slurm-wlm munge). The exit code
# is 0 when all is equal, 77 when something needed is missing.
set -u

repository=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "${1:-$repository/.build/release/prunescope}")
folder=$(realpath "${2:-$repository/Samples}")

for command in slurmctld slurmd sbatch scontrol munged runuser; do
  command -v "$command" > /dev/null || { echo "missing: $command (slurm-wlm, munge)"; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "Slurm's daemons are started as root"; exit 77; }
[ -x "$program" ] || { echo "$program: no such program; swift build -c release"; exit 77; }

work=$(mktemp -d /tmp/prunescope-slurm.XXXXXX)
chmod 755 "$work"
export SLURM_CONF=$work/slurm.conf

# Ends what a pid file names, and waits until it has ended.
end() {
  local pid
  pid=$(cat "$1" 2> /dev/null) || return 0
  kill "$pid" 2> /dev/null
  for _ in $(seq 100); do kill -0 "$pid" 2> /dev/null || return 0; sleep 0.1; done
  kill -9 "$pid" 2> /dev/null
}

clean_up() {
  end "$work/slurmd.pid"
  end "$work/slurmctld.pid"
  end "$work/munge/munged.pid"
  rm -rf "$work"
}
trap clean_up EXIT

fail() {
  echo "FAILED: $*"
  tail -n 5 "$work"/*.log "$work"/jobs/*.log 2> /dev/null
  exit 1
}

# munged runs as its own user, with a key of its own.
install -d -o munge -g munge -m 755 "$work/munge"
head -c 128 /dev/urandom > "$work/munge/key"
chown munge:munge "$work/munge/key"
chmod 400 "$work/munge/key"
runuser -u munge -- "$(command -v munged)" --key-file="$work/munge/key" \
  --socket="$work/munge/socket" --pid-file="$work/munge/munged.pid" \
  --log-file="$work/munge/munged.log" --seed-file="$work/munge/seed" || fail "munged"

host=$(hostname)
port=$((20000 + RANDOM % 10000))
mkdir "$work/state" "$work/spool" "$work/jobs"
cat > "$SLURM_CONF" << END
ClusterName=prunescope
SlurmctldHost=$host(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CryptoType=crypto/munge
SlurmUser=root
SlurmdUser=root
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
SchedulerParameters=bf_interval=1
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=test Nodes=$host Default=YES MaxTime=INFINITE State=UP
END

slurmctld || fail "slurmctld"
slurmd || fail "slurmd"
for _ in $(seq 100); do
  sinfo --noheader --format=%t 2> /dev/null | grep -q '^idle$' && break
  sleep 0.2
done
sinfo --noheader --format=%t | grep -q '^idle$' || fail "no idle node: $(sinfo 2>&1 | tail -1)"

cd "$work/jobs" || exit 1
export PRUNESCOPE=$program PRUNESCOPE_PATHS=$folder PRUNESCOPE_OUTPUT=$work/array
export PRUNESCOPE_STRATEGY=agilepruner,divprune,visionzip PRUNESCOPE_KEEP=64,9%
# What must suit a cluster is given on the command line: this one has two cores.
small=(--cpus-per-task=1 --mem-per-cpu=0)

job=$(sbatch --parsable --array=0-3 "${small[@]}" "$repository/Samples/slurm/survey.sbatch") \
  || fail "the array was not taken"
sbatch --wait --dependency="afterany:$job" --mem=0 "$repository/Samples/slurm/merge.sbatch" \
  > /dev/null || fail "the merge"
grep -h 'job array' survey-*.log | sort || fail "no task took its shard from the array"
[ "$(grep -l 'of the Slurm job array 0-3' survey-"${job}"_*.log | wc -l)" = 4 ] \
  || fail "not every task took its shard from the array"

"$program" survey "$folder" --strategy "$PRUNESCOPE_STRATEGY" --keep "$PRUNESCOPE_KEEP" \
  --output "$work/single" --no-slurm --quiet > /dev/null || fail "the single run"
compare() {
  for ending in jsonl csv json; do
    cmp "$work/array/survey.$ending" "$work/single/survey.$ending" \
      || fail "survey.$ending differs from the single run's"
  done
}
compare

# One shard is lost and done again by itself.
rm "$work"/array/survey.4_2.* "$work"/array/survey.csv
PRUNESCOPE_SHARDS=4 sbatch --wait --array=2 "${small[@]}" \
  "$repository/Samples/slurm/survey.sbatch" > /dev/null || fail "one shard again"
sbatch --wait --mem=0 "$repository/Samples/slurm/merge.sbatch" > /dev/null || fail "merging again"
compare

echo "equal: $(wc -l < "$work/array/survey.jsonl") rows of an array of 4 and of a single run"
