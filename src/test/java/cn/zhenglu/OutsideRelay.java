package cn.zhenglu;

import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Simulator;
import cn.zhenglu.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A simulator outside of the servers, which outlives them, and how they are told of it. */
final class OutsideRelay {

    private static final String CLIENT = "integrator";
    private static final String SECRET = "a secret of this test";

    private OutsideRelay() {
    }

    /**
     * Starts one on a free port; its journal is {@code relay.jsonl}.
     *
     * @param sm4Key opens enveloped bodies; {@code null} when it takes bare JSON only
     */
    static Simulator start(Path folder, String sm4Key, Behaviour behaviour) throws IOException {
        Simulator relay = new Simulator(new SimulatorSettings(0, CLIENT, SECRET, "350000", sm4Key, null, folder.resolve("relay.jsonl"),
                SimulatorSettings.ReplyStyle.BARE, Duration.ofHours(1), false, behaviour));
        relay.start();
        return relay;
    }

    /** One that does everything as it should. */
    static Simulator start(Path folder) throws IOException {
        return start(folder, null, Behaviour.GOOD);
    }

    /** The arguments of a server that uses it. */
    static List<String> settings(Simulator relay) {
        return List.of("--zhenglu.relay.base-url=http://127.0.0.1:" + relay.port(), "--zhenglu.relay.client-id=" + CLIENT,
                "--zhenglu.relay.client-secret=" + SECRET, "--zhenglu.relay.private-key=" + relay.privateKey());
    }
}
