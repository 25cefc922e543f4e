! SPDX-License-Identifier: GPL-2.0-only OR MIT
! Fortran: two modules with a procedure of one name each, one within another.
module squares
  use iso_c_binding
  implicit none
contains
  integer(c_int) function area(x)
    integer(c_int), intent(in) :: x
    if (x > 10) then
      area = 100
    else
      area = x * x
    end if
  end function area
end module squares

module circles
  use iso_c_binding
  implicit none
contains
  integer(c_int) function area(x)
    integer(c_int), intent(in) :: x
    integer(c_int) :: i
    area = 0
    do i = 1, x
      if (mod(i, 2) == 0) then
        area = area + 3 * i
      else
        area = area + i
      end if
    end do
  end function area
end module circles

integer(c_int) function main_half(x) bind(C, name="main_half")
  use iso_c_binding
  use squares, only: square_area => area
  use circles, only: circle_area => area
  implicit none
  integer(c_int), value :: x
  integer(c_int) :: table(4), i
  do i = 1, 4
    table(i) = within(i)
  end do
  main_half = square_area(x) + circle_area(x + 3) + sum(table, mask=table > 2)
contains
  integer(c_int) function within(y)
    integer(c_int), intent(in) :: y
    select case (y)
    case (1)
      within = x
    case (2:3)
      within = x + y
    case default
      within = y
    end select
  end function within
end function main_half
