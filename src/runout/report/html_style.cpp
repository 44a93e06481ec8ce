#include "runout/report/html_sections.h"

namespace runout::report {

// Lightness and pattern tell things apart, colour only repeats it. No `&` and no `<`, so that the
// sheet may stand in well-formed markup as it is.
std::string_view style_sheet() {
  return R"css(
:root{--paper:#fff;--soft:#f5f6f8;--rule:#d9dde3;--ink:#1b2430;--dim:#5a6472;--deep:#1f3f66;
--mid:#5d82ab;--pale:#c5d4e5;--alarm:#9b1c14;--band:#dbe5f0;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--paper:#14181f;--soft:#1c222b;--rule:#38414d;
--ink:#e8ebef;--dim:#a4adb9;--deep:#a9c8ec;--mid:#6d92bd;--pale:#34485f;--alarm:#ff9a8f;
--band:#2b3a4b}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:break-word}
main,.banner,footer{max-width:1160px;margin:0 auto;padding:0 24px}
.banner{display:flex;flex-wrap:wrap;gap:4px 16px;justify-content:space-between;padding-top:20px;
padding-bottom:12px;border-bottom:1px solid var(--rule);color:var(--dim);font-size:14px}
.brand{font-weight:600;color:var(--ink)}
footer{color:var(--dim);font-size:13px;padding-top:16px;padding-bottom:40px;margin-top:48px;
border-top:1px solid var(--rule)}
.skip{position:absolute;left:-9999px}
.skip:focus{left:8px;top:8px;background:var(--paper);padding:8px 12px;z-index:1}
section{margin-top:52px}
#first{margin-top:28px}
h1{font-size:25px;line-height:1.35;font-weight:600;margin:0 0 6px;max-width:38em;
letter-spacing:-.005em}
h2{font-size:20px;font-weight:600;margin:0 0 12px}
h3{font-size:17px;font-weight:600;margin:0 0 10px}
p{margin:0 0 10px;max-width:70em}
.lead{font-size:18px;max-width:52em;margin-bottom:14px}
.more{font-size:16px;max-width:58em}
.note,.legend,small,figcaption,caption{color:var(--dim)}
.note{font-size:14px;max-width:60em}
small{font-size:13px;font-weight:400}
table{border-collapse:collapse;width:100%;font-size:14.5px}
caption{text-align:left;font-size:13px;padding:0 0 6px}
th,td{padding:7px 12px 7px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
thead th{font-weight:600;font-size:13px;color:var(--dim);vertical-align:bottom}
th[scope=row]{font-weight:600}
th:last-child,td:last-child{padding-right:0}
.scroll th[scope=row]{min-width:8em}
.code,.fuse .name{white-space:nowrap}
.code small,.fuse .name small{white-space:normal}
#unknown th[scope=row],#basis th[scope=row]{font-weight:400}
thead .n{white-space:normal}
.n{text-align:right;white-space:nowrap}
td.n{font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto;margin:0 0 18px}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--mid);
outline-offset:2px}
.fuse{margin-top:22px}
.fuse th,.fuse td{vertical-align:middle}
.fuse thead th{vertical-align:bottom}
.fuse .name{width:13%;min-width:8em}
.fuse .name small{display:block}
.fuse .fuse-bar{width:46%;padding-right:20px}
.fuse .because small{display:block}
.licences{margin-top:10px}
.licences .name{width:19%}
.licences .fuse-bar{width:26%}
.licences thead .n{white-space:normal}
.cell-name{display:none}
.urgent th,.urgent .act{color:var(--alarm)}
.urgent .act{font-weight:700}
.down{font-weight:600;font-size:13.5px;color:var(--alarm)}
.bar{display:block;overflow:visible}
#honesty th[scope=row],#flags th[scope=row]{font-weight:400}
.learnt .learnt-bar{width:45%}
.evidence .share-bar{width:24%;min-width:130px}
.evidence small{display:block;color:var(--dim)}
#evidence th[scope=row]{min-width:6em}
#evidence .legend{margin:0 0 24px}
.evidence td:nth-child(2){min-width:13em}
.patterns{position:absolute}
.legend{font-size:13px;margin:12px 0 0}
.key{display:inline-block;margin-right:20px;white-space:nowrap}
.swatch{vertical-align:-2px;margin-right:6px}
.many{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:22px 26px}
.pair{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:10px 32px;
align-items:start}
.pair.lone{grid-template-columns:minmax(0,1fr)}
.pair .why{display:grid;grid-template-columns:minmax(0,1fr)}
.lone .why{grid-template-columns:repeat(2,minmax(0,1fr));gap:0 32px}
figure{margin:0}
figcaption{font-size:13.5px;margin-bottom:2px}
.many figcaption{font-weight:600;color:var(--ink)}
.chart{display:block;width:100%;max-width:400px;height:auto}
article{border-top:2px solid var(--rule);padding:18px 0 10px;margin-top:18px}
.facts{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:8px 28px;margin:0 0 16px}
.facts dt{font-size:13px;color:var(--dim)}
.facts dd{margin:0}
details{margin:6px 0 14px}
summary{cursor:pointer;color:var(--deep);font-size:14.5px;padding:4px 0}
ul{margin:0 0 14px;padding-left:20px}
.stock{fill:var(--deep)}
.way{fill:url(#p-way)}
.licence{fill:url(#p-licence)}
.way-back,.licence-back{fill:var(--pale)}
.way-front{fill:var(--mid)}
.licence-front{fill:var(--deep)}
.hope{fill:var(--ink)}
.secured{stroke:var(--ink);stroke-width:2}
line.grid{stroke:var(--rule);stroke-width:1}
.axis{stroke:var(--dim);stroke-width:1}
.tick{fill:var(--dim);font-size:11.5px}
.curve,.curve-second,.curve-edge{fill:none;stroke:var(--deep);stroke-width:2;
stroke-linejoin:round}
.curve-second{stroke-width:1.4;stroke-dasharray:5 4}
.curve-edge{stroke-width:1;stroke:var(--mid)}
.band{fill:var(--band)}
.interval{fill:var(--pale);stroke:var(--mid);stroke-width:1}
.open{stroke-dasharray:4 3}
.median{fill:var(--deep)}
.promise{fill:var(--paper);stroke:var(--ink);stroke-width:1.8}
.need{stroke:var(--alarm);stroke-width:3}
.need-booked{stroke:var(--alarm);stroke-width:1.6;stroke-dasharray:3 2}
.down-line{stroke:var(--alarm);stroke-width:1.4;stroke-dasharray:2 5}
@media screen and (max-width:760px){
main,.banner,footer{padding-left:16px;padding-right:16px}
h1{font-size:20px}
.lead,.more{font-size:16px}
section{margin-top:40px}
.fuse,.fuse tbody,.fuse thead,.fuse caption{display:block}
.fuse tr{display:flex;flex-wrap:wrap;gap:2px 14px;padding:10px 0;
border-bottom:1px solid var(--rule)}
.fuse thead th:not(.fuse-bar),.nil{display:none!important}
.fuse thead tr{padding:4px 0 0}
.fuse th,.fuse td{display:block;border:0;padding:0;text-align:left;white-space:normal}
.fuse .name,.licences .name{width:100%}
.fuse .name small{display:inline}
.licences .name .step{display:block}
.fuse .fuse-bar{width:100%;padding:0}
.fuse .because{width:100%}
.licences .span,.licences .because{width:100%}
.fuse .because small{display:inline}
.cell-name{display:inline;color:var(--dim);font-weight:400;font-size:13px}
.scroll th,.scroll td{padding-right:8px;font-size:13px}
.scroll th[scope=row]{min-width:5.5em}
.pair,.lone .why{grid-template-columns:minmax(0,1fr)}
.facts{grid-template-columns:repeat(2,minmax(0,1fr));gap:8px 16px}
.key{white-space:normal}}
@media (prefers-reduced-motion:reduce){*{transition:none;animation:none;scroll-behavior:auto}}
@media print{
:root{--paper:#fff;--soft:#fff;--rule:#bbb;--ink:#000;--dim:#444;--deep:#1f3f66;--mid:#5d82ab;
--pale:#c5d4e5;--alarm:#7d130c;--band:#dbe5f0;color-scheme:light}
@page{size:A4 landscape;margin:11mm 12mm}
body{font-size:9.5pt;line-height:1.35;print-color-adjust:exact;-webkit-print-color-adjust:exact}
main,.banner,footer{max-width:none;padding-left:0;padding-right:0}
.banner{padding-top:0;padding-bottom:4px;font-size:8pt}
section{margin-top:20px}
#first{margin-top:12px}
footer{font-size:8pt;margin-top:16px;padding:8px 0 0}
h1{font-size:14pt}h2{font-size:12.5pt;margin-bottom:6px}h3{font-size:11pt;margin-bottom:5px}
p{margin-bottom:6px}
.lead,.more{font-size:10pt;margin-bottom:6px}
.fuse{margin-top:10px}
table{font-size:8.3pt}
thead th{font-size:7.8pt}
th,td{padding:2.5px 8px 2.5px 0}
small,.legend,caption,.note,figcaption{font-size:7.8pt}
tr,figure,svg,.facts,.legend,article,.pair{break-inside:avoid}
h2,h3,caption,thead,h2+.note,h2+.legend,summary{break-after:avoid}
thead{display:table-header-group}
.scroll{overflow:visible;margin-bottom:8px}
.many{grid-template-columns:repeat(4,minmax(0,1fr));gap:10px 18px}
.skip{display:none}
details.numbers{display:none}
details.warnings::details-content{content-visibility:visible;height:auto}
summary{list-style:none;color:var(--dim);font-size:8.3pt}
.fuse .name,.licences .name{min-width:0}
.fuse .fuse-bar{width:48%;padding-right:14px}
.licences .name{width:24%}
.licences .fuse-bar{width:28%}
.licences .name small{display:inline}
.tick{font-size:11px}
.scroll th[scope=row]{min-width:0}
.facts{grid-template-columns:repeat(6,auto);gap:4px 16px;margin-bottom:8px}
.facts dt{font-size:7.8pt}
.pair,.pair.lone{grid-template-columns:minmax(0,2fr) minmax(0,5fr);gap:6px 20px}
.pair.lone{grid-template-columns:minmax(0,1fr)}
.pair .why{grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:0 20px}
article{padding:8px 0 0;margin-top:8px}}
)css";
}

}  // namespace runout::report
