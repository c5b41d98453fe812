package cn.zhenglu.console;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may sign in.
 *
 * @param users none: nobody can
 */
@ConfigurationProperties("zhenglu.console")
record ConsoleSettings(@DefaultValue List<User> users) {

    /**
     * One user.
     *
     * @param name     as it is typed, and as it stands in the history
     * @param password its bcrypt hash: {@code {bcrypt}$2a$10$…}
     */
    record User(String name, String password, Role role) {

        /** Without the hash: settings get printed. */
        @Override
        public String toString() {
            return "User[" + name + ' ' + role + ']';
        }
    }
}
