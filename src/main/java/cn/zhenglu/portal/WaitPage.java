package cn.zhenglu.portal;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;

/** Asks somebody to wait and try again, with what was typed kept. No puzzle: everybody can read and press a button. */
final class WaitPage {

    private WaitPage() {
    }

    /**
     * @param path  where to go on
     * @param typed fields and values to send again
     * @return the template
     */
    static String show(long seconds, String path, Map<String, String> typed, HttpServletResponse response, Model model) {
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        model.addAttribute("seconds", seconds);
        model.addAttribute("path", path);
        model.addAttribute("typed", typed);
        return "portal/wait";
    }
}
