package cn.zhenglu.console;

import java.util.Arrays;
import org.springframework.security.core.Authentication;

/**
 * Who is looking at the page.
 *
 * @param name as configured
 */
record Operator(String name, Role role) {

    static Operator of(Authentication signedIn) {
        Role role = Arrays.stream(Role.values())
                .filter(r -> signedIn.getAuthorities().stream().anyMatch(a -> ("ROLE_" + r).equals(a.getAuthority())))
                .findFirst().orElseThrow();
        return new Operator(signedIn.getName(), role);
    }

    /** Whether the buttons work for this role; the filter chain refuses the others as well. */
    public boolean mayAct() {
        return role != Role.VIEWER;
    }
}
