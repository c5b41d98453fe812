package cn.zhenglu.simulator;

import cn.zhenglu.simulator.SimulatorSettings.ReplyStyle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The stand-in in a process of its own, for tests that kill it: prints its port and serves until then. */
final class SimulatorProcess {

    private SimulatorProcess() {
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Simulator simulator = new Simulator(new SimulatorSettings(0, "id", "secret", "350000", null, null, Path.of(args[0]),
                ReplyStyle.BARE, Duration.ofHours(2), true, Behaviour.GOOD));
        simulator.start();
        System.out.println("port " + simulator.port());
        Thread.currentThread().join();
    }
}
