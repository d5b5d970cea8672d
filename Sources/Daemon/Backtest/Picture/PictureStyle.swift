/// The colours of a picture, once for light and once for dark surroundings; each stands out from its ground and, by
/// its stroke, from the others.
enum PictureStyle {
    static let css = """
        svg{--ground:#ffffff;--ink:#1c2430;--soft:#5b6675;--grid:#e3e7ec;--price:#2563a8;--band:#2563a833;\
        --stop:#b3261e;--entry:#5b6675;--target:#1d7a3e}
        @media (prefers-color-scheme:dark){svg{--ground:#14181f;--ink:#e8ecf2;--soft:#a3afbf;--grid:#2a313c;\
        --price:#7fb2ee;--band:#7fb2ee33;--stop:#ff8a80;--entry:#a3afbf;--target:#7bd497}}
        text{font-family:system-ui,"DejaVu Sans",sans-serif;font-size:12px;fill:var(--soft)}
        .ground{fill:var(--ground)}.title{font-size:17px;font-weight:600;fill:var(--ink)}
        .note{font-size:13px}.exit-word{font-weight:600;fill:var(--ink)}
        .grid,.price,.stop,.entry,.target{fill:none}.grid{stroke:var(--grid)}
        .price{stroke:var(--price);stroke-width:1.4}.band{fill:var(--band)}
        .stop{stroke:var(--stop);stroke-width:2}.entry{stroke:var(--entry);stroke-dasharray:2 4;stroke-width:1.4}
        .target{stroke:var(--target);stroke-dasharray:8 4;stroke-width:1.4}.target-word{fill:var(--target)}
        .entry-mark{fill:var(--ground);stroke:var(--entry);stroke-width:2}
        .exit-mark{fill:var(--stop);stroke:var(--ground);stroke-width:1.5}
        """
}
