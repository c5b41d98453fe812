package cn.zhenglu.simulator;

import cn.zhenglu.simulator.SimulatorSettings.ReplyStyle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code simulator}: the stand-in alone, until it is interrupted, so that an integrator can rehearse before the province opens its
 * gate. Its credentials and its record lie in a folder and are used again at the next start. Exit code 2: it cannot start.
 */
@Command(name = "simulator", mixinStandardHelpOptions = true, description = "单独启动中转服务模拟器，供上线前演练。只监听本机；"
        + "受理过的业务记在目录中，重启后仍在。按 Ctrl+C 结束。")
public final class SimulatorCommand implements Callable<Integer> {

    private static final String CREDENTIALS = "relay-settings.properties";
    private static final String CLIENT = "rehearsal";
    private static final int CANNOT_START = 2;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "9090", description = "监听端口，缺省 9090；0 为任选空闲端口")
    private int port;

    @Option(names = "--folder", paramLabel = "DIR", defaultValue = "simulator", description = "存放凭据和记录的目录，缺省 simulator")
    private Path folder;

    @Option(names = "--province", paramLabel = "CODE", defaultValue = "350000", description = "受理的省级行政区划代码，缺省 350000")
    private String province;

    @Option(names = "--replies", paramLabel = "STYLE", defaultValue = "CUSTOM",
            description = "应答的封装：${COMPLETION-CANDIDATES}，缺省 CUSTOM")
    private ReplyStyle replies;

    @Option(names = "--token-lifetime", paramLabel = "TIME", defaultValue = "PT2H", description = "访问令牌有效时间（ISO 8601），缺省 PT2H")
    private Duration tokenLifetime;

    @Option(names = "--strict", description = "重复赋码时只答「已存在」，不再给出证照编码")
    private boolean strict;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Path file = folder.resolve(CREDENTIALS);
        try {
            Credentials credentials = Files.exists(file) ? read(file) : Credentials.fresh(CLIENT);
            Simulator simulator = new Simulator(new SimulatorSettings(port, credentials.clientId(), credentials.clientSecret(), province,
                    credentials.sm4Key(), credentials.publicKey(), folder.resolve("journal.jsonl"), replies, tokenLifetime, strict,
                    Behaviour.GOOD));
            simulator.start();
            write(file, credentials.relaySettings(simulator.port()));
            introduce(simulator.port(), file);
            serve(simulator);
            return 0;
        } catch (IOException e) {
            complain("模拟器无法启动（端口 " + port + "，目录 " + folder + "）：" + e.getMessage());
        } catch (GeneralSecurityException e) {
            complain("凭据文件 " + file + " 已损坏，请删除该文件后重新启动：" + e.getMessage());
        }
        return CANNOT_START;
    }

    private static void serve(Simulator simulator) throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                simulator.stop();
            } catch (IOException e) {
                throw new IllegalStateException("模拟器未能正常停止，其记录在下次启动时恢复", e);
            }
        }));
        interrupted.await(); // nothing counts it down: the process ends by a signal
    }

    private void introduce(int listening, Path file) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("中转服务模拟器已启动：http://127.0.0.1:" + listening + "（仅供演练，不是真实平台）");
        out.println("客户端标识为 " + CLIENT + "；接入所需的地址和其余凭据已写入 " + file + "。在同一目录中启动演练：");
        out.println("  java -jar zhenglu.jar --spring.profiles.active=rehearsal --zhenglu.rehearsal.relay-settings=" + file);
        out.println("查看受理记录：curl http://127.0.0.1:" + listening + "/simulator/record");
        out.println("安排差错：   curl -d '{\"rules\":[{\"fault\":\"lost-after\",\"probability\":0.1}]}' http://127.0.0.1:"
                + listening + "/simulator/behaviour");
        out.flush();
    }

    private static Credentials read(Path file) throws IOException {
        Properties settings = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            settings.load(in);
        } catch (IllegalArgumentException e) {
            throw new IOException("凭据文件 " + file + " 无法识别，请删除该文件后重新启动", e);
        }
        return new Credentials(present(settings, file, "client-id"), present(settings, file, "client-secret"),
                present(settings, file, "sm4-key"), present(settings, file, "private-key"));
    }

    private static String present(Properties settings, Path file, String name) throws IOException {
        String value = settings.getProperty("zhenglu.relay." + name, "");
        if (value.isBlank()) {
            throw new IOException("凭据文件 " + file + " 中缺少 zhenglu.relay." + name + "，请删除该文件后重新启动");
        }
        return value;
    }

    private static void write(Path file, Map<String, String> relaySettings) throws IOException {
        Properties settings = new Properties();
        settings.putAll(relaySettings);
        OwnerOnlyFile.write(file, out -> settings.store(out, null));
    }

    private void complain(String message) {
        spec.commandLine().getErr().println(message);
    }
}
