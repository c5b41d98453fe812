package cn.zhenglu.portal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses files that are too large before anything of them is read. Tomcat would drop the form's fields with them, and the
 * person would be told that the CSRF token is missing. A form that cannot be read at all, as programs send it to try what happens,
 * is refused here as well: further on it would fill the log with Tomcat's stack traces, twice for each.
 */
class UploadLimit extends OncePerRequestFilter {

    /** Of a file, bytes; the same as {@code spring.servlet.multipart.max-file-size}. */
    private static final long FILE = 10L * 1024 * 1024;
    /** Of the form around it. */
    private static final long FORM = 64L * 1024;

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !HttpMethod.POST.matches(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > FILE + FORM) {
            refuse("too-large", request, response);
            return;
        }
        try {
            request.getParameterMap(); // reads the form
        } catch (InvalidParameterException e) {
            refuse(e.getErrorCode() == HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE ? "too-large" : "unreadable", request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    private static void refuse(String why, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.sendRedirect(request.getContextPath() + "/verify?" + why);
    }
}
