package cn.zhenglu;

import cn.zhenglu.demo.DemoEnvironment;
import cn.zhenglu.demo.RehearsalEnvironment;
import cn.zhenglu.doctor.StartCheck;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The server; with a command's name as first argument, that command. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class Zhenglu {

    Zhenglu() {
    }

    /** @param arguments a command and its options, or Spring Boot's {@code --name=value} settings */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        // the broker lets netty free its journal's buffers; from Java 25 on netty frees none that it has not made, but for this
        System.setProperty("io.netty.noUnsafe", "false");
        if (arguments.length > 0 && !arguments[0].startsWith("-")) {
            System.exit(Commands.run(arguments));
        }
        SpringApplication server = new SpringApplication(Zhenglu.class);
        server.addInitializers(new DemoEnvironment(), new RehearsalEnvironment(), new OutsideBroker(), new StartCheck());
        server.addListeners(new ApplicationPidFileWriter());
        try {
            server.run(arguments);
        } catch (RuntimeException reported) {
            // Spring Boot has told why; what was started before must not keep a server alive that does nothing
            System.exit(1);
        }
    }
}
