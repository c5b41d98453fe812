package cn.zhenglu.simulator;

import cn.zhenglu.simulator.Behaviour.Fault;
import cn.zhenglu.simulator.Behaviour.Rule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Throws the dice for each call, and counts. */
final class Misbehaviour {

    private static final long SECOND = 1_000_000_000L;

    private final Map<Call, Integer> calls = new EnumMap<>(Call.class);
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Deque<Long> lastSecond = new ArrayDeque<>();
    private int busiestSecond;

    private Behaviour behaviour;
    private Random dice;
    private int[] left;

    Misbehaviour(Behaviour behaviour) {
        become(behaviour);
    }

    synchronized Behaviour behaviour() {
        return behaviour;
    }

    synchronized void become(Behaviour next) {
        behaviour = next;
        dice = new Random(next.seed());
        left = next.rules().stream().mapToInt(Rule::next).toArray();
    }

    /** To be asked once for each call. */
    synchronized Optional<Fault> strike(Call call) {
        calls.merge(call, 1, Integer::sum);
        Optional<Fault> fault = tooFast() ? Optional.of(Fault.TOO_FAST) : thrown(call);
        fault.ifPresent(struck -> faults.merge(struck, 1, Integer::sum));
        return fault;
    }

    private boolean tooFast() {
        long now = System.nanoTime();
        while (!lastSecond.isEmpty() && now - lastSecond.peekFirst() >= SECOND) {
            lastSecond.removeFirst();
        }
        lastSecond.addLast(now);
        busiestSecond = Math.max(busiestSecond, lastSecond.size());
        return behaviour.callsPerSecond() > 0 && lastSecond.size() > behaviour.callsPerSecond();
    }

    private Optional<Fault> thrown(Call call) {
        List<Rule> rules = behaviour.rules();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.concerns(call)) {
                if (left[i] > 0) {
                    left[i]--;
                    return Optional.of(rule.fault());
                }
                if (rule.probability() > 0 && dice.nextDouble() < rule.probability()) {
                    return Optional.of(rule.fault());
                }
            }
        }
        return Optional.empty();
    }

    /** Counts of calls and of faults, and the most calls in any one second. */
    synchronized Map<String, Object> counts() {
        Map<String, Object> counts = new TreeMap<>();
        counts.put("calls", new EnumMap<>(calls));
        counts.put("faults", new EnumMap<>(faults));
        counts.put("busiestSecond", busiestSecond);
        return counts;
    }
}
