package cn.zhenglu;

import cn.zhenglu.seal.SealServiceStandIn;
import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Behaviour.Fault;
import cn.zhenglu.simulator.Behaviour.Rule;
import cn.zhenglu.simulator.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What the relay and a seal service do to a server in a day: a small share of every fault always, and troubles for some seconds. */
final class SoakRelay {

    /** Chances in a thousand: one call in twenty-five goes wrong. */
    private static final Map<Fault, Integer> ALWAYS = new TreeMap<>(Map.ofEntries(Map.entry(Fault.LOST_BEFORE, 6), Map.entry(Fault.LOST_AFTER, 6),
            Map.entry(Fault.EMPTY, 5), Map.entry(Fault.HTML, 4), Map.entry(Fault.TRUNCATED, 4), Map.entry(Fault.BAD_GATEWAY, 5),
            Map.entry(Fault.SILENT, 1), Map.entry(Fault.UNAVAILABLE, 1), Map.entry(Fault.TOO_FAST, 1), Map.entry(Fault.REFUSED, 4),
            Map.entry(Fault.TOKEN_FORGOTTEN, 2), Map.entry(Fault.TOKEN_REFUSED_IN_TEXT, 1)));
    private static final int SHORTEST_SECONDS = 5;
    private static final int LONGEST_SECONDS = 20;

    private final Simulator relay;
    private final SealServiceStandIn seals;
    private final Random dice;
    private final Map<String, Integer> had = new TreeMap<>();
    private boolean away;

    SoakRelay(Simulator relay, SealServiceStandIn seals, long seed) {
        this.relay = relay;
        this.seals = seals;
        this.dice = new Random(seed);
        ordinary();
    }

    /** How often each was. */
    Map<String, Integer> had() {
        return had;
    }

    /** One of them, from its beginning to its end. */
    void strike() {
        Duration lasts = Duration.ofSeconds(SHORTEST_SECONDS + dice.nextInt(LONGEST_SECONDS - SHORTEST_SECONDS));
        switch (dice.nextInt(6)) {
            case 0 -> {
                told("relay away");
                relay.behave(new Behaviour(dice.nextLong(), List.of(), 0, true, Duration.ZERO, Duration.ZERO));
            }
            case 1 -> {
                told("relay slow");
                relay.behave(new Behaviour(dice.nextLong(), rules(1), 0, false, Duration.ofMillis(1500), Duration.ZERO));
            }
            case 2 -> {
                told("relay in a storm");
                relay.behave(new Behaviour(dice.nextLong(), rules(5), 0, false, Duration.ZERO, Duration.ZERO));
            }
            case 3 -> {
                told("relay's clock behind");
                relay.behave(new Behaviour(dice.nextLong(), rules(1), 0, false, Duration.ZERO, Duration.ofMinutes(-10)));
            }
            case 4 -> {
                told("seal service away");
                away = true;
                seals.stop();
            }
            default -> {
                told("seal service answers nonsense");
                seals.refuse(3, 502, "<html>Bad gateway</html>");
                seals.refuse(3, 200, "{\"signature\": \"bm9uc2Vuc2U=\"}");
            }
        }
        ServerProcess.pass(lasts);
        ordinary();
        if (away) {
            away = false;
            seals.start();
        }
    }

    private void told(String trouble) {
        had.merge(trouble, 1, Integer::sum);
    }

    /** What a day's replies are. */
    private void ordinary() {
        relay.behave(new Behaviour(dice.nextLong(), rules(1), 0, false, Duration.ZERO, Duration.ZERO));
    }

    /** Nothing fails any more. */
    void rest() {
        relay.behave(Behaviour.GOOD);
    }

    private static List<Rule> rules(int times) {
        List<Rule> rules = new ArrayList<>();
        double left = 1;
        for (Map.Entry<Fault, Integer> fault : ALWAYS.entrySet()) {
            double chance = fault.getValue() * times / 1000.0;
            rules.add(new Rule(fault.getKey(), null, 0, chance / left)); // each is thrown for only when none before it has struck
            left -= chance;
        }
        return rules;
    }
}
