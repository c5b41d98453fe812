package cn.zhenglu;

import cn.zhenglu.demo.DemoEnvironment;
import cn.zhenglu.doctor.StartCheck;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The server; with a command's name as first argument, that command. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class Zhenglu {

    private static final Set<String> COMMANDS =
            Set.of("verify", "preview", "doctor", "map", "audit-ledger", "simulator", "stock", "help");

    Zhenglu() {
    }

    /** @param arguments a command and its options, or Spring Boot's {@code --name=value} settings */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        if (arguments.length > 0 && COMMANDS.contains(arguments[0])) {
            System.exit(Commands.run(arguments));
        }
        SpringApplication server = new SpringApplication(Zhenglu.class);
        server.addInitializers(new DemoEnvironment(), new OutsideBroker(), new StartCheck());
        try {
            server.run(arguments);
        } catch (RuntimeException reported) {
            // Spring Boot has told why; what was started before must not keep a server alive that does nothing
            System.exit(1);
        }
    }
}
